// Semaphores, barriers, once, and the guards of function-local statics.
#include "edges/interpose.h"

#include <ctime>
#include <cxxabi.h>
#include <pthread.h>
#include <semaphore.h>
#include <threads.h>

#include "core/thread.h"

namespace mapcheck::edges {
namespace {

// ---- semaphores

int posted(int result, sem_t* s) {
    if (result == 0) told_acquire(key_of(s, ObjectKind::semaphore));
    return result;
}

// ---- once

/// The first call that is running in this thread: the C library's once hands its callable no argument.
struct FirstCall {
    void (*callable)();
    const volatile void* flag;
    FirstCall* outer;
};
__thread FirstCall* first_call MAPCHECK_TLS_MODEL;

/// Makes a FirstCall the innermost one for a scope: a callable may call once() on other flags, throw,
/// or be cancelled.
class FirstCallScope {
  public:
    FirstCallScope(const volatile void* flag, void (*callable)()) : call_{callable, flag, first_call} {
        first_call = &call_;
    }
    ~FirstCallScope() { first_call = call_.outer; }
    FirstCallScope(const FirstCallScope&) = delete;
    FirstCallScope& operator=(const FirstCallScope&) = delete;

  private:
    FirstCall call_;
};

/// Runs the callable in the one thread that was first, and releases before the flag says done; or that it is to be
/// called again, after an exception: that call, too, is before the next one [thread.once.callonce].
void run_first_call() {
    const FirstCall call = *first_call;
    struct Released {
        const volatile void* flag;
        ~Released() { told_release(key_of(flag, ObjectKind::once)); }
    } const released{call.flag};
    told_acquire(key_of(call.flag, ObjectKind::once));
    call.callable();
}

template <class RealOnce, class Flag>
MAPCHECK_INLINE auto once(RealOnce& real, Flag* flag, void (*callable)()) {
    const FirstCallScope scope(flag, callable);
    return real(flag, run_first_call);
}

/// The runtime itself asks the unwinder, which calls pthread_once each time: no business of the
/// program's. (Inside a handler that interrupted the runtime it is the program's again.)
bool is_own_call() {
    const core::Thread* t = self_if_known();
    return t != nullptr && t->inside != 0 && t->in_handler == 0;
}

// ---- guards of function-local statics

void enter_guard(int delta) {
    const Inside in;
    if (!in.ok()) return;
    std::uint32_t& depth = in.thread().in_guard;
    if (delta > 0)
        ++depth;
    else if (depth != 0)
        --depth;
}

} // namespace

MAPCHECK_INTERPOSE(int, sem_post, (sem_t * s) noexcept) {
    told_release(key_of(s, ObjectKind::semaphore));
    return real_sem_post(s);
}
MAPCHECK_INTERPOSE(int, sem_wait, (sem_t * s)) { return posted(real_sem_wait(s), s); }
MAPCHECK_INTERPOSE(int, sem_trywait, (sem_t * s) noexcept) { return posted(real_sem_trywait(s), s); }
MAPCHECK_INTERPOSE(int, sem_timedwait, (sem_t * s, const timespec* until)) {
    return posted(real_sem_timedwait(s, until), s);
}
MAPCHECK_INTERPOSE(int, sem_clockwait, (sem_t * s, clockid_t clock, const timespec* until)) {
    return posted(real_sem_clockwait(s, clock, until), s);
}
MAPCHECK_INTERPOSE(int, sem_destroy, (sem_t * s) noexcept) {
    const int result = real_sem_destroy(s);
    if (result == 0) told_forget(key_of(s, ObjectKind::semaphore));
    return result;
}

MAPCHECK_INTERPOSE(int, pthread_barrier_wait, (pthread_barrier_t * b) noexcept) {
    told_release(key_of(b, ObjectKind::barrier));
    const int result = real_pthread_barrier_wait(b);
    if (result == 0 || result == PTHREAD_BARRIER_SERIAL_THREAD) told_acquire(key_of(b, ObjectKind::barrier));
    return result;
}
MAPCHECK_INTERPOSE(int, pthread_barrier_destroy, (pthread_barrier_t * b) noexcept) {
    const int result = real_pthread_barrier_destroy(b);
    if (result == 0) told_forget(key_of(b, ObjectKind::barrier));
    return result;
}

// A callable that throws leaves the flag undone; the exception passes through.
MAPCHECK_INTERPOSE(int, pthread_once, (pthread_once_t * flag, void (*callable)())) {
    if (is_own_call()) return real_pthread_once(flag, callable);
    const int error = once(real_pthread_once, flag, callable);
    if (error == 0) told_acquire(key_of(flag, ObjectKind::once));
    return error;
}
MAPCHECK_INTERPOSE(void, call_once, (once_flag * flag, void (*callable)())) {
    once(real_call_once, flag, callable);
    told_acquire(key_of(flag, ObjectKind::once));
}

// The inline fast path of a guard is not seen: what is written between acquire and release counts as
// before everything (Thread::in_guard).
MAPCHECK_INTERPOSE(int, __cxa_guard_acquire, (__cxxabiv1::__guard * guard)) {
    const int mine = real___cxa_guard_acquire(guard);
    told_acquire(key_of(guard, ObjectKind::guard));
    if (mine != 0) enter_guard(+1);
    return mine;
}
MAPCHECK_INTERPOSE(void, __cxa_guard_release, (__cxxabiv1::__guard * guard) noexcept) {
    enter_guard(-1);
    told_release(key_of(guard, ObjectKind::guard));
    real___cxa_guard_release(guard);
}
MAPCHECK_INTERPOSE(void, __cxa_guard_abort, (__cxxabiv1::__guard * guard) noexcept) {
    enter_guard(-1);
    told_release(key_of(guard, ObjectKind::guard));
    real___cxa_guard_abort(guard);
}

} // namespace mapcheck::edges
