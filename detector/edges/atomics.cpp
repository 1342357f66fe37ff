#include "edges/atomics.h"

#include <cstdint>

#define MAPCHECK_ATOMICS_ABI_ONLY
#include <mapcheck/atomics.h>

#include "core/config.h"
#include "core/order.h"
#include "edges/self.h"

namespace {

using namespace mapcheck;
using namespace mapcheck::edges;
using core::ObjectKind;
using core::Switch;

constexpr std::uint32_t not_yet = 1; // own_version's target until the thread is registered
constexpr std::uint32_t never_told = 0;
/// Odd: no sum of them comes twice in 2^64 fences. Large: two tags of two objects do not meet.
constexpr std::uint64_t fence_step = 0x9e3779b97f4a7c15;

/// What threads without a Thread of their own look at: nothing is known.
mapcheck_v1_sync_entry no_entries[mapcheck_v1_sync_entries];

} // namespace

extern "C" {
MAPCHECK_EXPORT __thread mapcheck_v1_sync mapcheck_v1_sync_tls
    __attribute__((tls_model("initial-exec"))) = {no_entries, &not_yet, never_told, 0};
MAPCHECK_EXPORT std::uint64_t mapcheck_v1_fences;
}

namespace {

static_assert(sizeof(mapcheck_v1_sync_entry) == 32, "atomics.h computes an entry's place by shifts");

mapcheck_v1_sync_entry& entry_of(const volatile void* object) { return *mapcheck_v1_sync_entry_of(object); }

void signal_barrier() { __asm__ volatile("" ::: "memory"); }

/// Whether this call may write the thread's cache. Makes the cache this thread's own first.
bool cache_usable(core::Thread& thread) {
    if (thread.in_handler != 0) return false;
    if (mapcheck_v1_sync_tls.thread != thread.number) {
        static_assert(sizeof no_entries <= core::edge_bytes);
        auto* entries = static_cast<mapcheck_v1_sync_entry*>(thread.for_edges);
        for (std::uint32_t i = 0; i < mapcheck_v1_sync_entries; ++i) entries[i].tag = 0; // of who had the Thread before
        sync_cache_clear();
        mapcheck_v1_sync_tls.entry = entries;
        mapcheck_v1_sync_tls.thread = thread.number;
        mapcheck_v1_sync_tls.own_version = &thread.version;
    }
    return true;
}

/// The entry of an object, taken over from another one if need be: then it says "nothing known",
/// by versions that lie one behind.
mapcheck_v1_sync_entry& entry_for(std::uint64_t tag, const volatile void* object, const std::uint32_t* version,
                                  std::uint32_t now) {
    mapcheck_v1_sync_entry& entry = entry_of(object);
    if (entry.tag == tag) return entry;
    entry.tag = 0;
    signal_barrier();
    entry.version = version;
    entry.acquired = entry.released = now - 1;
    signal_barrier();
    entry.tag = tag;
    return entry;
}

const std::uint32_t* version_of(std::uint64_t tag, const volatile void* object, core::Key key) {
    const mapcheck_v1_sync_entry& entry = entry_of(object);
    return entry.tag == tag ? entry.version : core::version_of(key);
}

/// Of the object now: all fences that it names are taken up by an acquire that begins after this.
std::uint64_t tag_of(const volatile void* object) {
    const std::uint64_t tag = mapcheck_v1_sync_tag(object);
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    return tag;
}

std::uint32_t load(const std::uint32_t* word) { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }

} // namespace

namespace mapcheck::edges {

void sync_cache_clear() {
    mapcheck_v1_sync& cache = mapcheck_v1_sync_tls;
    cache.entry = no_entries;
    cache.own_version = &not_yet;
    cache.fence_own = never_told;
    cache.thread = 0;
}

} // namespace mapcheck::edges

extern "C" {

MAPCHECK_EXPORT void mapcheck_v1_atomic_acquire(const volatile void* object) {
    if (core::switched_off(Switch::edge_atomic)) return;
    const core::Key key = core::key_of(object, ObjectKind::atomic);
    {
        const Inside inside;
        if (inside.ok()) {
            core::Thread& thread = inside.thread();
            const bool usable = cache_usable(thread);
            // Both are read before what they stand for is taken up: a change in between is then met again.
            const std::uint64_t tag = tag_of(object);
            const std::uint32_t* version = version_of(tag, object, key);
            const std::uint32_t seen = load(version);
            core::acquire(thread, key);
            if (usable) entry_for(tag, object, version, seen).acquired = seen;
            return;
        }
    }
    told_acquire(key); // inside already: forgives
}

MAPCHECK_EXPORT void mapcheck_v1_atomic_release(const volatile void* object) {
    if (core::switched_off(Switch::edge_atomic)) return;
    const core::Key key = core::key_of(object, ObjectKind::atomic);
    {
        const Inside inside;
        if (inside.ok()) {
            core::Thread& thread = inside.thread();
            const bool usable = cache_usable(thread);
            const std::uint64_t tag = tag_of(object);
            const std::uint32_t* version = version_of(tag, object, key);
            core::release(thread, key);
            if (!usable) return;
            // What others released meanwhile does not matter: the object keeps what this thread said.
            const std::uint32_t now = load(version);
            mapcheck_v1_sync_entry& entry = entry_for(tag, object, version, now);
            entry.released = now;
            entry.own = thread.version;
            return;
        }
    }
    told_release(key);
}

MAPCHECK_EXPORT void mapcheck_v1_atomics_ended(const volatile void* first, const volatile void* second) {
    if (core::switched_off(Switch::edge_atomic)) return;
    const Inside inside;
    if (!inside.ok()) return;
    core::forget(core::key_of(first, ObjectKind::atomic));
    core::forget(core::key_of(second, ObjectKind::atomic));
}

MAPCHECK_EXPORT void mapcheck_v1_atomic_acquire_fence() {
    if (core::switched_off(Switch::edge_fence)) return;
    const Inside inside;
    if (inside.ok()) core::acquire_fence(inside.thread());
}

MAPCHECK_EXPORT void mapcheck_v1_atomic_release_fence() {
    if (core::switched_off(Switch::edge_fence)) return;
    const Inside inside;
    if (!inside.ok()) return;
    core::Thread& thread = inside.thread();
    const bool usable = cache_usable(thread);
    core::release_fence(thread);
    __atomic_fetch_add(&mapcheck_v1_fences, fence_step, __ATOMIC_RELEASE);
    if (usable) mapcheck_v1_sync_tls.fence_own = thread.version;
}

} // extern "C"
