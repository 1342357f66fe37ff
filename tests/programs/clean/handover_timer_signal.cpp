// EXPECT: silent
// OFF: edge_signal
// A timer (timer_create, SIGEV_SIGNAL) is armed by one thread when its work is done; the handler runs in another one,
// the only thread that does not block the signal, and finishes the work.
#include <signal.h>
#include <thread>
#include <time.h>

#include "half.h"

static Half work;
static volatile sig_atomic_t handled = 0;

int main() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    CHECK(pthread_sigmask(SIG_BLOCK, &set, nullptr) == 0);
    struct sigaction action {};
    action.sa_handler = [](int) {
        work.second();
        handled = 1;
    };
    CHECK(sigaction(SIGUSR1, &action, nullptr) == 0);
    std::thread giver([&] {
        work.first();
        timer_t timer;
        sigevent event{};
        event.sigev_notify = SIGEV_SIGNAL;
        event.sigev_signo = SIGUSR1;
        CHECK(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
        itimerspec when{};
        when.it_value.tv_nsec = 1'000'000;
        CHECK(timer_settime(timer, 0, &when, nullptr) == 0);
    });
    std::thread taker([&] {
        CHECK(pthread_sigmask(SIG_UNBLOCK, &set, nullptr) == 0);
        while (!handled) usleep(100);
    });
    giver.join();
    taker.join();
    work.done();
}
