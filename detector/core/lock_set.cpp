#include "core/lock_set.h"

#include "core/spin_lock.h"
#include "core/thread.h"

namespace mapcheck::core {
namespace {

struct LockSet {
    std::uint32_t size;
    std::uint32_t ready; // written last
    HeldLock lock[max_locks];
};

constexpr std::uint32_t set_count = lock_set_unknown; // ids 1 .. set_count - 1
LockSet sets[set_count];
SpinLock adding;

std::uint64_t hash_of(const Thread& t, std::uint32_t size) {
    std::uint64_t h = size;
    for (std::uint32_t i = 0; i < size; ++i)
        h = (h ^ t.lock[i].address ^ std::uint64_t{t.lock[i].exclusive} << 63) * 0x9E3779B97F4A7C15ULL;
    return h ^ h >> 32;
}

bool same(const LockSet& set, const Thread& t, std::uint32_t size) {
    if (set.size != size) return false;
    for (std::uint32_t i = 0; i < size; ++i)
        if (set.lock[i].address != t.lock[i].address || set.lock[i].exclusive != t.lock[i].exclusive) return false;
    return true;
}

} // namespace

std::uint32_t lock_set_of(Thread& t) {
    if (t.locks == 0) return t.locks_dropped != 0 ? lock_set_unknown : 0;
    if (t.lock_set != lock_set_stale) return t.lock_set;
    const std::uint32_t size = t.locks < max_locks ? t.locks : max_locks;
    const std::uint64_t h = hash_of(t, size);
    constexpr std::uint32_t probes = 16;
    for (int pass = 0; pass < 2; ++pass) {
        for (std::uint32_t k = 0; k < probes; ++k) {
            const std::uint32_t id = 1 + static_cast<std::uint32_t>((h + k) % (set_count - 1));
            LockSet& set = sets[id];
            if (__atomic_load_n(&set.ready, __ATOMIC_ACQUIRE) != 0) {
                if (same(set, t, size)) return t.lock_set = id;
                continue;
            }
            if (pass == 0) break; // not there: look again while adding, somebody may be faster
            SpinGuard guard(adding);
            if (set.ready != 0) {
                if (same(set, t, size)) return t.lock_set = id;
                continue;
            }
            set.size = size;
            for (std::uint32_t i = 0; i < size; ++i) set.lock[i] = t.lock[i];
            __atomic_store_n(&set.ready, 1, __ATOMIC_RELEASE);
            return t.lock_set = id;
        }
    }
    return t.lock_set = lock_set_unknown;
}

std::uint8_t lock_set_copy(std::uint32_t id, HeldLock* out) {
    if (id == 0) return 0;
    if (id >= set_count || __atomic_load_n(&sets[id].ready, __ATOMIC_ACQUIRE) == 0) return locks_unknown;
    for (std::uint32_t i = 0; i < sets[id].size; ++i) out[i] = sets[id].lock[i];
    return static_cast<std::uint8_t>(sets[id].size);
}

} // namespace mapcheck::core
