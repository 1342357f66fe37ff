// EXPECT: silent
// OFF: edge_signal
// A signal sent with pthread_kill and taken by sigwait: sending is before taking.
#include <pthread.h>
#include <signal.h>
#include <thread>

#include "half.h"

int main() {
    Half work;
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    CHECK(pthread_sigmask(SIG_BLOCK, &set, nullptr) == 0);
    std::thread giver([&] {
        work.first();
        CHECK(kill(getpid(), SIGUSR1) == 0);
    });
    std::thread taker([&] {
        int got = 0;
        CHECK(sigwait(&set, &got) == 0);
        CHECK(got == SIGUSR1);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
