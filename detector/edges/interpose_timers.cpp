// Timers that send signals: who arms one is before the handler, or the sigwait, that its expiry reaches
// in whatever thread.
//
// Owner of the set of signals that POSIX timers were made for: timer_settime names the timer only, so it
// is taken to send them all. More order than there is, never less.
#include <csignal>
#include <ctime>
#include <sys/time.h>
#include <unistd.h>

#include "edges/interpose.h"

namespace mapcheck::edges {
namespace {

std::uint64_t timer_signals; // bit n: signal n

void arms(int signal) {
    if (running()) told_release(key_of(static_cast<std::uint64_t>(signal), ObjectKind::signal));
}

int signal_of(__itimer_which_t which) {
    switch (which) {
    case ITIMER_VIRTUAL:
        return SIGVTALRM;
    case ITIMER_PROF:
        return SIGPROF;
    default:
        return SIGALRM;
    }
}

} // namespace

MAPCHECK_INTERPOSE(unsigned, alarm, (unsigned seconds) noexcept) {
    arms(SIGALRM);
    return real_alarm(seconds);
}
MAPCHECK_INTERPOSE(useconds_t, ualarm, (useconds_t first, useconds_t interval) noexcept) {
    arms(SIGALRM);
    return real_ualarm(first, interval);
}
MAPCHECK_INTERPOSE(int, setitimer, (__itimer_which_t which, const itimerval* value, itimerval* old) noexcept) {
    arms(signal_of(which));
    return real_setitimer(which, value, old);
}

MAPCHECK_INTERPOSE(int, timer_create, (clockid_t clock, sigevent* event, timer_t* timer) noexcept) {
    const int signal = event == nullptr ? SIGALRM : event->sigev_notify == SIGEV_NONE ? 0 : event->sigev_signo;
    if (signal > 0 && signal < 64) __atomic_fetch_or(&timer_signals, std::uint64_t{1} << signal, __ATOMIC_RELAXED);
    return real_timer_create(clock, event, timer);
}
MAPCHECK_INTERPOSE(int, timer_settime, (timer_t timer, int flags, const itimerspec* value, itimerspec* old) noexcept) {
    for (std::uint64_t bits = __atomic_load_n(&timer_signals, __ATOMIC_RELAXED); bits != 0; bits &= bits - 1)
        arms(__builtin_ctzll(bits));
    return real_timer_settime(timer, flags, value, old);
}

} // namespace mapcheck::edges
