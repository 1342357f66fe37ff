// oneTBB's locks whose functions lie in libtbb: queuing_rw_mutex, and what stands behind the speculative ones. The others
// are templates in the program's files, where their atomics are seen.
//
// The layouts are oneTBB's ABI since 2021 (libtbb.so.12).
#include "edges/interpose_tbb.h"

namespace mapcheck::edges {
namespace {

/// As the begin of each scoped_lock.
struct ScopedLock {
    void* mutex;
};

constexpr LockKind rwlock = LockKind::rwlock;
constexpr LockKind spin = LockKind::spin;

bool tried(bool taken, const void* mutex, LockKind kind, bool exclusive) {
    if (taken) told_locked(mutex, kind, exclusive);
    return taken;
}

/// From reader to writer, while others may write, or back.
template <class Real>
bool changed(Real& real, ScopedLock* lock, bool exclusive) {
    void* mutex = lock->mutex;
    told_unlocked(mutex, rwlock);
    const bool answer = real(lock);
    told_locked(mutex, rwlock, exclusive);
    return answer;
}

} // namespace

// NOLINTBEGIN(readability-identifier-naming, bugprone-reserved-identifier)

// ---- queuing_rw_mutex

MAPCHECK_TBB(void, _ZN3tbb6detail2r17acquireERNS0_2d116queuing_rw_mutexERNS3_11scoped_lockEb,
             (void* mutex, ScopedLock* lock, bool write)) {
    real__ZN3tbb6detail2r17acquireERNS0_2d116queuing_rw_mutexERNS3_11scoped_lockEb(mutex, lock, write);
    told_locked(mutex, rwlock, write);
}
MAPCHECK_TBB(bool, _ZN3tbb6detail2r111try_acquireERNS0_2d116queuing_rw_mutexERNS3_11scoped_lockEb,
             (void* mutex, ScopedLock* lock, bool write)) {
    auto& real = real__ZN3tbb6detail2r111try_acquireERNS0_2d116queuing_rw_mutexERNS3_11scoped_lockEb;
    return tried(real(mutex, lock, write), mutex, rwlock, write);
}
MAPCHECK_TBB(void, _ZN3tbb6detail2r17releaseERNS0_2d116queuing_rw_mutex11scoped_lockE, (ScopedLock * lock)) {
    told_unlocked(lock->mutex, rwlock);
    real__ZN3tbb6detail2r17releaseERNS0_2d116queuing_rw_mutex11scoped_lockE(lock);
}
MAPCHECK_TBB(bool, _ZN3tbb6detail2r117upgrade_to_writerERNS0_2d116queuing_rw_mutex11scoped_lockE, (ScopedLock * lock)) {
    return changed(real__ZN3tbb6detail2r117upgrade_to_writerERNS0_2d116queuing_rw_mutex11scoped_lockE, lock, true);
}
MAPCHECK_TBB(bool, _ZN3tbb6detail2r119downgrade_to_readerERNS0_2d116queuing_rw_mutex11scoped_lockE,
             (ScopedLock * lock)) {
    return changed(real__ZN3tbb6detail2r119downgrade_to_readerERNS0_2d116queuing_rw_mutex11scoped_lockE, lock, false);
}

// ---- speculative_spin_mutex

MAPCHECK_TBB(void, _ZN3tbb6detail2r17acquireERNS0_2d19rtm_mutexERNS3_11scoped_lockEb,
             (void* mutex, ScopedLock* lock, bool only_speculate)) {
    real__ZN3tbb6detail2r17acquireERNS0_2d19rtm_mutexERNS3_11scoped_lockEb(mutex, lock, only_speculate);
    if (!only_speculate) told_locked(mutex, spin, true); // or it may not have it
}
MAPCHECK_TBB(bool, _ZN3tbb6detail2r111try_acquireERNS0_2d19rtm_mutexERNS3_11scoped_lockE,
             (void* mutex, ScopedLock* lock)) {
    auto& real = real__ZN3tbb6detail2r111try_acquireERNS0_2d19rtm_mutexERNS3_11scoped_lockE;
    return tried(real(mutex, lock), mutex, spin, true);
}
MAPCHECK_TBB(void, _ZN3tbb6detail2r17releaseERNS0_2d19rtm_mutex11scoped_lockE, (ScopedLock * lock)) {
    told_unlocked(lock->mutex, spin);
    real__ZN3tbb6detail2r17releaseERNS0_2d19rtm_mutex11scoped_lockE(lock);
}

// ---- speculative_spin_rw_mutex

MAPCHECK_TBB(void, _ZN3tbb6detail2r114acquire_writerERNS0_2d112rtm_rw_mutexERNS3_11scoped_lockEb,
             (void* mutex, ScopedLock* lock, bool only_speculate)) {
    real__ZN3tbb6detail2r114acquire_writerERNS0_2d112rtm_rw_mutexERNS3_11scoped_lockEb(mutex, lock, only_speculate);
    if (!only_speculate) told_locked(mutex, rwlock, true);
}
MAPCHECK_TBB(void, _ZN3tbb6detail2r114acquire_readerERNS0_2d112rtm_rw_mutexERNS3_11scoped_lockEb,
             (void* mutex, ScopedLock* lock, bool only_speculate)) {
    real__ZN3tbb6detail2r114acquire_readerERNS0_2d112rtm_rw_mutexERNS3_11scoped_lockEb(mutex, lock, only_speculate);
    if (!only_speculate) told_locked(mutex, rwlock, false);
}
MAPCHECK_TBB(bool, _ZN3tbb6detail2r118try_acquire_writerERNS0_2d112rtm_rw_mutexERNS3_11scoped_lockE,
             (void* mutex, ScopedLock* lock)) {
    auto& real = real__ZN3tbb6detail2r118try_acquire_writerERNS0_2d112rtm_rw_mutexERNS3_11scoped_lockE;
    return tried(real(mutex, lock), mutex, rwlock, true);
}
MAPCHECK_TBB(bool, _ZN3tbb6detail2r118try_acquire_readerERNS0_2d112rtm_rw_mutexERNS3_11scoped_lockE,
             (void* mutex, ScopedLock* lock)) {
    auto& real = real__ZN3tbb6detail2r118try_acquire_readerERNS0_2d112rtm_rw_mutexERNS3_11scoped_lockE;
    return tried(real(mutex, lock), mutex, rwlock, false);
}
MAPCHECK_TBB(void, _ZN3tbb6detail2r17releaseERNS0_2d112rtm_rw_mutex11scoped_lockE, (ScopedLock * lock)) {
    told_unlocked(lock->mutex, rwlock);
    real__ZN3tbb6detail2r17releaseERNS0_2d112rtm_rw_mutex11scoped_lockE(lock);
}
MAPCHECK_TBB(bool, _ZN3tbb6detail2r17upgradeERNS0_2d112rtm_rw_mutex11scoped_lockE, (ScopedLock * lock)) {
    return changed(real__ZN3tbb6detail2r17upgradeERNS0_2d112rtm_rw_mutex11scoped_lockE, lock, true);
}
MAPCHECK_TBB(bool, _ZN3tbb6detail2r19downgradeERNS0_2d112rtm_rw_mutex11scoped_lockE, (ScopedLock * lock)) {
    return changed(real__ZN3tbb6detail2r19downgradeERNS0_2d112rtm_rw_mutex11scoped_lockE, lock, false);
}

// NOLINTEND(readability-identifier-naming, bugprone-reserved-identifier)

} // namespace mapcheck::edges
