#include "edges/interpose_births.h"

#include "core/memory.h"
#include "core/spin_lock.h"

namespace mapcheck::edges {
namespace {

constexpr std::uint32_t bucket_count = 1024;
constexpr std::uint32_t chunk = 64; // records mapped at once

// All under `lock`, and every field of a record but birth, function and argument.
core::SpinLock lock;
BirthRecord* buckets[bucket_count];
BirthRecord* pool;

BirthRecord*& bucket_of(std::uintptr_t handle) {
    return buckets[(handle >> 6 ^ handle >> 12 ^ handle >> 20) % bucket_count];
}

constexpr std::uint32_t bit(Holder holder) { return static_cast<std::uint32_t>(holder); }

BirthRecord* find_locked(std::uintptr_t handle) {
    BirthRecord* r = bucket_of(handle);
    while (r != nullptr && r->handle != handle) r = r->next;
    return r;
}

void drop_locked(BirthRecord& record, Holder holder) {
    if ((record.held & bit(holder)) == 0) return;
    record.held &= ~bit(holder);
    if (holder == Holder::owner && record.listed) {
        BirthRecord** at = &bucket_of(record.handle);
        while (*at != nullptr && *at != &record) at = &(*at)->next;
        if (*at != nullptr) *at = record.next;
    }
    if (record.held != 0) return;
    record.next = pool;
    pool = &record;
}

} // namespace

BirthRecord* birth_begin() {
    core::SpinGuard guard(lock);
    if (pool == nullptr) {
        auto* fresh = static_cast<BirthRecord*>(core::reserve(chunk * sizeof(BirthRecord)));
        if (fresh == nullptr) return nullptr;
        for (std::uint32_t i = 0; i < chunk; ++i) {
            fresh[i].next = pool;
            pool = &fresh[i];
        }
    }
    BirthRecord* r = pool;
    pool = r->next;
    r->next = nullptr;
    r->handle = 0;
    r->stack_low = 0;
    r->stack_size = 0;
    r->listed = false;
    r->held = bit(Holder::creator) | bit(Holder::thread) | bit(Holder::owner);
    return r;
}

void birth_list(BirthRecord& record, std::uintptr_t handle) {
    core::SpinGuard guard(lock);
    // Detached or joined already, before the creator came to enter it: then its time is over.
    if (record.listed || (record.held & bit(Holder::owner)) == 0) return;
    record.listed = true;
    record.handle = handle;
    record.next = bucket_of(handle);
    bucket_of(handle) = &record;
}

BirthRecord* birth_find(std::uintptr_t handle) {
    core::SpinGuard guard(lock);
    return find_locked(handle);
}

void birth_drop(BirthRecord& record, Holder holder) {
    core::SpinGuard guard(lock);
    drop_locked(record, holder);
}

void birth_detach(std::uintptr_t handle) {
    core::SpinGuard guard(lock);
    if (BirthRecord* r = find_locked(handle)) drop_locked(*r, Holder::owner);
}

void births_after_fork() {
    for (BirthRecord*& bucket : buckets) bucket = nullptr;
    pool = nullptr;
}

std::uint32_t birth_task(std::uintptr_t handle) {
    core::SpinGuard guard(lock);
    const BirthRecord* r = find_locked(handle);
    return r != nullptr ? r->birth.task : 0;
}

} // namespace mapcheck::edges
