// EXPECT: silent
// OFF: edge_signal
// A thread arms an interval timer after its work is done; the signal goes to the process and another thread takes it by
// sigwait. The kernel sends it after setitimer was called.
#include <signal.h>
#include <sys/time.h>
#include <thread>

#include "half.h"

int main() {
    Half work;
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGALRM);
    CHECK(pthread_sigmask(SIG_BLOCK, &set, nullptr) == 0);
    std::thread giver([&] {
        work.first();
        itimerval soon{};
        soon.it_value.tv_usec = 1000;
        CHECK(setitimer(ITIMER_REAL, &soon, nullptr) == 0);
    });
    std::thread taker([&] {
        int got = 0;
        CHECK(sigwait(&set, &got) == 0 && got == SIGALRM);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
