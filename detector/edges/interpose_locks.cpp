// Mutexes, reader-writer locks, spin locks and condition variables, of POSIX and of C11 (whose calls
// reach the same code inside the C library without passing here again).
//
// An edge falls before an unlock and after a lock. A condition variable has no edge of its own: what
// it waits for is guarded by the mutex, which it gives back and takes again inside the C library.
#include "edges/interpose.h"

#include <cerrno>
#include <ctime>
#include <pthread.h>
#include <threads.h>

#include "core/config.h"

namespace mapcheck::edges {
namespace {

/// The owner of a robust mutex died: all it did is before us, but it told nobody.
void taken_from_the_dead() {
    const Inside in;
    if (in.ok() && !core::switched_off(core::Switch::edge_lock)) core::acquire_everything(in.thread());
}

MAPCHECK_INLINE int locked(int error, const volatile void* lock, LockKind kind, bool exclusive) {
    if (MAPCHECK_LIKELY(error == 0)) {
        told_locked(lock, kind, exclusive);
    } else if (error == EOWNERDEAD) {
        told_locked(lock, kind, exclusive);
        taken_from_the_dead();
    }
    return error;
}

/// A lock was made or has ended at this address: what an earlier one knew is of no more use.
int begins_afresh(int error, const volatile void* lock) {
    if (error == 0) {
        told_forget(key_of(lock, ObjectKind::lock));
        told_forget(key_of(lock, ObjectKind::readers));
    }
    return error;
}

#if defined(__x86_64__)
constexpr const char* condition_version = "GLIBC_2.3.2";
#else
constexpr const char* condition_version = nullptr;
#endif

/// The mutex of a condition variable's wait: given back before, taken again after, also when the
/// thread is cancelled in the wait (the C library takes the mutex before it unwinds).
class GivenBack {
  public:
    explicit GivenBack(const volatile void* mutex) : mutex_(mutex) { told_unlocked(mutex_, LockKind::mutex); }
    ~GivenBack() {
        if (error_ == 0 || error_ == ETIMEDOUT || error_ == EOWNERDEAD) locked(0, mutex_, LockKind::mutex, true);
        if (error_ == EOWNERDEAD) taken_from_the_dead();
    }
    GivenBack(const GivenBack&) = delete;
    GivenBack& operator=(const GivenBack&) = delete;
    int returns(int error) {
        // EINVAL and EPERM: the wait never began, the mutex is as it was.
        error_ = error == EINVAL || error == EPERM ? 0 : error;
        return error;
    }

  private:
    const volatile void* mutex_;
    int error_ = 0;
};

constexpr LockKind mutex = LockKind::mutex;
constexpr LockKind rwlock = LockKind::rwlock;
constexpr LockKind spin = LockKind::spin;

} // namespace

// ---- mutexes ---------------------------------------------------------------------------------------

MAPCHECK_INTERPOSE(int, pthread_mutex_lock, (pthread_mutex_t * m) noexcept) {
    return locked(real_pthread_mutex_lock(m), m, mutex, true);
}
MAPCHECK_INTERPOSE(int, pthread_mutex_trylock, (pthread_mutex_t * m) noexcept) {
    return locked(real_pthread_mutex_trylock(m), m, mutex, true);
}
MAPCHECK_INTERPOSE(int, pthread_mutex_timedlock, (pthread_mutex_t * m, const timespec* until) noexcept) {
    return locked(real_pthread_mutex_timedlock(m, until), m, mutex, true);
}
MAPCHECK_INTERPOSE(int, pthread_mutex_clocklock,
                   (pthread_mutex_t * m, clockid_t clock, const timespec* until) noexcept) {
    return locked(real_pthread_mutex_clocklock(m, clock, until), m, mutex, true);
}
MAPCHECK_INTERPOSE(int, pthread_mutex_unlock, (pthread_mutex_t * m) noexcept) {
    told_unlocked(m, mutex);
    return real_pthread_mutex_unlock(m);
}
MAPCHECK_INTERPOSE(int, pthread_mutex_init, (pthread_mutex_t * m, const pthread_mutexattr_t* attributes) noexcept) {
    return begins_afresh(real_pthread_mutex_init(m, attributes), m);
}
MAPCHECK_INTERPOSE(int, pthread_mutex_destroy, (pthread_mutex_t * m) noexcept) {
    return begins_afresh(real_pthread_mutex_destroy(m), m);
}

MAPCHECK_INTERPOSE(int, mtx_lock, (mtx_t * m)) { return locked(real_mtx_lock(m), m, mutex, true); }
MAPCHECK_INTERPOSE(int, mtx_trylock, (mtx_t * m)) { return locked(real_mtx_trylock(m), m, mutex, true); }
MAPCHECK_INTERPOSE(int, mtx_timedlock, (mtx_t * m, const timespec* until)) {
    return locked(real_mtx_timedlock(m, until), m, mutex, true);
}
MAPCHECK_INTERPOSE(int, mtx_unlock, (mtx_t * m)) {
    told_unlocked(m, mutex);
    return real_mtx_unlock(m);
}
MAPCHECK_INTERPOSE(int, mtx_init, (mtx_t * m, int type)) { return begins_afresh(real_mtx_init(m, type), m); }
MAPCHECK_INTERPOSE(void, mtx_destroy, (mtx_t * m)) {
    real_mtx_destroy(m);
    begins_afresh(0, m);
}

// ---- reader-writer locks ---------------------------------------------------------------------------

MAPCHECK_INTERPOSE(int, pthread_rwlock_rdlock, (pthread_rwlock_t * l) noexcept) {
    return locked(real_pthread_rwlock_rdlock(l), l, rwlock, false);
}
MAPCHECK_INTERPOSE(int, pthread_rwlock_tryrdlock, (pthread_rwlock_t * l) noexcept) {
    return locked(real_pthread_rwlock_tryrdlock(l), l, rwlock, false);
}
MAPCHECK_INTERPOSE(int, pthread_rwlock_timedrdlock, (pthread_rwlock_t * l, const timespec* until) noexcept) {
    return locked(real_pthread_rwlock_timedrdlock(l, until), l, rwlock, false);
}
MAPCHECK_INTERPOSE(int, pthread_rwlock_clockrdlock,
                   (pthread_rwlock_t * l, clockid_t clock, const timespec* until) noexcept) {
    return locked(real_pthread_rwlock_clockrdlock(l, clock, until), l, rwlock, false);
}
MAPCHECK_INTERPOSE(int, pthread_rwlock_wrlock, (pthread_rwlock_t * l) noexcept) {
    return locked(real_pthread_rwlock_wrlock(l), l, rwlock, true);
}
MAPCHECK_INTERPOSE(int, pthread_rwlock_trywrlock, (pthread_rwlock_t * l) noexcept) {
    return locked(real_pthread_rwlock_trywrlock(l), l, rwlock, true);
}
MAPCHECK_INTERPOSE(int, pthread_rwlock_timedwrlock, (pthread_rwlock_t * l, const timespec* until) noexcept) {
    return locked(real_pthread_rwlock_timedwrlock(l, until), l, rwlock, true);
}
MAPCHECK_INTERPOSE(int, pthread_rwlock_clockwrlock,
                   (pthread_rwlock_t * l, clockid_t clock, const timespec* until) noexcept) {
    return locked(real_pthread_rwlock_clockwrlock(l, clock, until), l, rwlock, true);
}
MAPCHECK_INTERPOSE(int, pthread_rwlock_unlock, (pthread_rwlock_t * l) noexcept) {
    told_unlocked(l, rwlock);
    return real_pthread_rwlock_unlock(l);
}
MAPCHECK_INTERPOSE(int, pthread_rwlock_init, (pthread_rwlock_t * l, const pthread_rwlockattr_t* attributes) noexcept) {
    return begins_afresh(real_pthread_rwlock_init(l, attributes), l);
}
MAPCHECK_INTERPOSE(int, pthread_rwlock_destroy, (pthread_rwlock_t * l) noexcept) {
    return begins_afresh(real_pthread_rwlock_destroy(l), l);
}

// ---- spin locks ------------------------------------------------------------------------------------

MAPCHECK_INTERPOSE(int, pthread_spin_lock, (pthread_spinlock_t * l) noexcept) {
    return locked(real_pthread_spin_lock(l), l, spin, true);
}
MAPCHECK_INTERPOSE(int, pthread_spin_trylock, (pthread_spinlock_t * l) noexcept) {
    return locked(real_pthread_spin_trylock(l), l, spin, true);
}
MAPCHECK_INTERPOSE(int, pthread_spin_unlock, (pthread_spinlock_t * l) noexcept) {
    told_unlocked(l, spin);
    return real_pthread_spin_unlock(l);
}
MAPCHECK_INTERPOSE(int, pthread_spin_init, (pthread_spinlock_t * l, int shared) noexcept) {
    return begins_afresh(real_pthread_spin_init(l, shared), const_cast<const int*>(l));
}
MAPCHECK_INTERPOSE(int, pthread_spin_destroy, (pthread_spinlock_t * l) noexcept) {
    return begins_afresh(real_pthread_spin_destroy(l), const_cast<const int*>(l));
}

// ---- condition variables ---------------------------------------------------------------------------
// The C library keeps an older form under the same names: the version says which. It also lets a
// sanitizer that asks for this version find us (see interpose.map).

MAPCHECK_INTERPOSE_VERSION(condition_version, int, pthread_cond_wait, (pthread_cond_t * c, pthread_mutex_t* m)) {
    GivenBack given(m);
    return given.returns(real_pthread_cond_wait(c, m));
}
MAPCHECK_INTERPOSE_VERSION(condition_version, int, pthread_cond_timedwait,
                           (pthread_cond_t * c, pthread_mutex_t* m, const timespec* until)) {
    GivenBack given(m);
    return given.returns(real_pthread_cond_timedwait(c, m, until));
}
MAPCHECK_INTERPOSE(int, pthread_cond_clockwait,
                   (pthread_cond_t * c, pthread_mutex_t* m, clockid_t clock, const timespec* until)) {
    GivenBack given(m);
    return given.returns(real_pthread_cond_clockwait(c, m, clock, until));
}
MAPCHECK_INTERPOSE(int, cnd_wait, (cnd_t * c, mtx_t* m)) {
    const GivenBack given(m);
    return real_cnd_wait(c, m);
}
MAPCHECK_INTERPOSE(int, cnd_timedwait, (cnd_t * c, mtx_t* m, const timespec* until)) {
    const GivenBack given(m);
    return real_cnd_timedwait(c, m, until);
}

} // namespace mapcheck::edges
