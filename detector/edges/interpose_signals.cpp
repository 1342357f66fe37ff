// Signals: whoever sends one is before its handler, and before the thread that waits for it.
//
// Owner of the table of the program's handlers. The kernel is given a handler of ours, which takes up
// the signal's object, counts Thread::in_handler and calls the program's; the program is told of its
// own handlers only. Everything else about a disposition (mask, flags, reset after one delivery,
// restart, SIG_DFL, SIG_IGN) is the kernel's and stays as the program asked.
//
// A handler that interrupts the runtime itself does not enter it again: telling an edge is refused
// then, and forgives (edges/self.h). In a thread that is not known yet nothing is told either: it takes
// up everything when it comes to be known. Signals of timers and of the kernel have no sender.
#include <cerrno>
#include <csetjmp>
#include <csignal>
#include <ctime>
#include <unistd.h>

#include "edges/interpose.h"

namespace mapcheck::edges {
namespace {

core::Key signal_key(int signal) { return key_of(static_cast<std::uint64_t>(signal), ObjectKind::signal); }

int sends(int signal) {
    if (signal > 0) told_release(signal_key(signal));
    return signal;
}

// ---- the program's handlers

using Plain = void (*)(int);
using WithInfo = void (*)(int, siginfo_t*, void*);

/// One word each, so that a handler never sees half of a change: the function's address, and whether
/// it wants only the number.
std::uintptr_t handlers[_NSIG];
constexpr std::uintptr_t is_plain = std::uintptr_t{1} << 63;

bool known(int signal) { return signal > 0 && signal < _NSIG; }

class HandlerScope {
  public:
    explicit HandlerScope(int signal) : errno_(errno), thread_(self_if_known()) {
        if (thread_ == nullptr) return;
        depth_ = thread_->in_handler;
        thread_->in_handler = depth_ + 1; // first: an edge that is refused must be known to be a handler's
        told_acquire(signal_key(signal));
        errno = errno_;
    }
    // Not an increment undone: a jump out of a nested handler may have reset it.
    ~HandlerScope() {
        if (thread_ != nullptr) thread_->in_handler = depth_;
    }
    HandlerScope(const HandlerScope&) = delete;
    HandlerScope& operator=(const HandlerScope&) = delete;

  private:
    int errno_;
    core::Thread* thread_;
    std::uint32_t depth_ = 0;
};

void call_handler(int signal, siginfo_t* info, void* context) {
    const std::uintptr_t handler = __atomic_load_n(&handlers[signal], __ATOMIC_RELAXED);
    if (handler == 0) return;
    const HandlerScope scope(signal);
    if ((handler & is_plain) != 0)
        reinterpret_cast<Plain>(handler & ~is_plain)(signal);
    else
        reinterpret_cast<WithInfo>(handler)(signal, info, context);
}

// What the kernel is given: by sigaction, and by signal and its kin.
void on_signal(int signal, siginfo_t* info, void* context) { call_handler(signal, info, context); }
void on_plain_signal(int signal) { call_handler(signal, nullptr, nullptr); }

bool is_ours(Plain handler) {
    return handler == on_plain_signal ||
           reinterpret_cast<std::uintptr_t>(handler) == reinterpret_cast<std::uintptr_t>(on_signal);
}

bool is_function(Plain handler) {
    return handler != SIG_DFL && handler != SIG_IGN && handler != SIG_ERR && handler != SIG_HOLD;
}

void restore(int signal, std::uintptr_t handler) { __atomic_store_n(&handlers[signal], handler, __ATOMIC_RELAXED); }

template <class RealSignal>
Plain install(RealSignal& real, int signal, Plain handler) {
    if (!known(signal) || !is_function(handler)) {
        const std::uintptr_t before = known(signal) ? __atomic_load_n(&handlers[signal], __ATOMIC_RELAXED) : 0;
        const Plain old = real(signal, handler);
        return is_ours(old) ? reinterpret_cast<Plain>(before & ~is_plain) : old;
    }
    const std::uintptr_t word = reinterpret_cast<std::uintptr_t>(handler) | is_plain;
    const std::uintptr_t before = __atomic_exchange_n(&handlers[signal], word, __ATOMIC_RELAXED);
    const Plain old = real(signal, on_plain_signal);
    if (old == SIG_ERR) restore(signal, before);
    return is_ours(old) ? reinterpret_cast<Plain>(before & ~is_plain) : old;
}

int waited(int signal) {
    if (signal > 0) told_acquire(signal_key(signal));
    return signal;
}

} // namespace

MAPCHECK_INTERPOSE(int, sigaction, (int signal, const struct sigaction* wanted, struct sigaction* old) noexcept) {
    if (!known(signal)) return real_sigaction(signal, wanted, old);
    const std::uintptr_t before = __atomic_load_n(&handlers[signal], __ATOMIC_RELAXED);
    struct sigaction ours;
    const struct sigaction* given = wanted;
    if (wanted != nullptr && is_function(wanted->sa_handler)) {
        ours = *wanted;
        const bool plain = (wanted->sa_flags & SA_SIGINFO) == 0;
        ours.sa_flags |= SA_SIGINFO;
        ours.sa_sigaction = on_signal;
        given = &ours;
        restore(signal, reinterpret_cast<std::uintptr_t>(wanted->sa_handler) | (plain ? is_plain : 0));
    }
    // old may be wanted: it is filled from a copy, after wanted was read.
    struct sigaction was {};
    const int result = real_sigaction(signal, given, old != nullptr ? &was : nullptr);
    if (result != 0) {
        if (given == &ours) restore(signal, before);
        return result;
    }
    if (old == nullptr) return result;
    if (is_ours(was.sa_handler)) {
        if ((before & is_plain) != 0) was.sa_flags &= ~SA_SIGINFO;
        was.sa_handler = reinterpret_cast<Plain>(before & ~is_plain);
    }
    *old = was;
    return result;
}

MAPCHECK_INTERPOSE(Plain, signal, (int signal, Plain handler) noexcept) {
    return install(real_signal, signal, handler);
}
MAPCHECK_INTERPOSE(Plain, bsd_signal, (int signal, Plain handler) noexcept) {
    return install(real_bsd_signal, signal, handler);
}
MAPCHECK_INTERPOSE(Plain, ssignal, (int signal, Plain handler) noexcept) {
    return install(real_ssignal, signal, handler);
}
MAPCHECK_INTERPOSE(Plain, sysv_signal, (int signal, Plain handler) noexcept) {
    return install(real_sysv_signal, signal, handler);
}
MAPCHECK_INTERPOSE(Plain, __sysv_signal, (int signal, Plain handler) noexcept) {
    return install(real___sysv_signal, signal, handler);
}
MAPCHECK_INTERPOSE(Plain, sigset, (int signal, Plain handler) noexcept) {
    return install(real_sigset, signal, handler);
}

// ---- senders

MAPCHECK_INTERPOSE(int, kill, (pid_t process, int signal) noexcept) { return real_kill(process, sends(signal)); }
MAPCHECK_INTERPOSE(int, killpg, (pid_t group, int signal) noexcept) { return real_killpg(group, sends(signal)); }
MAPCHECK_INTERPOSE(int, raise, (int signal) noexcept) { return real_raise(sends(signal)); }
MAPCHECK_INTERPOSE(int, tgkill, (pid_t process, pid_t thread, int signal)) {
    return real_tgkill(process, thread, sends(signal));
}
MAPCHECK_INTERPOSE(int, pthread_kill, (pthread_t thread, int signal) noexcept) {
    return real_pthread_kill(thread, sends(signal));
}
MAPCHECK_INTERPOSE(int, sigqueue, (pid_t process, int signal, const sigval value) noexcept) {
    return real_sigqueue(process, sends(signal), value);
}
MAPCHECK_INTERPOSE(int, pthread_sigqueue, (pthread_t thread, int signal, const sigval value) noexcept) {
    return real_pthread_sigqueue(thread, sends(signal), value);
}

// ---- threads that wait for a signal

MAPCHECK_INTERPOSE(int, sigwait, (const sigset_t* set, int* signal)) {
    const int error = real_sigwait(set, signal);
    if (error == 0) waited(*signal);
    return error;
}
MAPCHECK_INTERPOSE(int, sigwaitinfo, (const sigset_t* set, siginfo_t* info)) {
    return waited(real_sigwaitinfo(set, info));
}
MAPCHECK_INTERPOSE(int, sigtimedwait, (const sigset_t* set, siginfo_t* info, const timespec* timeout)) {
    return waited(real_sigtimedwait(set, info, timeout));
}

// ---- jumps out of handlers

MAPCHECK_INTERPOSE(void, longjmp, (__jmp_buf_tag * where, int value) noexcept) {
    left_by_jump();
    real_longjmp(where, value);
    __builtin_trap();
}
MAPCHECK_INTERPOSE(void, _longjmp, (__jmp_buf_tag * where, int value) noexcept) {
    left_by_jump();
    real__longjmp(where, value);
    __builtin_trap();
}
MAPCHECK_INTERPOSE(void, siglongjmp, (__jmp_buf_tag * where, int value) noexcept) {
    left_by_jump();
    real_siglongjmp(where, value);
    __builtin_trap();
}
MAPCHECK_INTERPOSE(void, __longjmp_chk, (__jmp_buf_tag * where, int value) noexcept) {
    left_by_jump();
    real___longjmp_chk(where, value);
    __builtin_trap();
}

} // namespace mapcheck::edges
