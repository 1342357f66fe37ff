// EXPECT: silent
// OFF: edge_signal
// A signal that is read from a signalfd, and one that is taken by sigtimedwait, in another thread than its sender's.
#include <pthread.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <thread>

#include "half.h"

int main() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigset_t other;
    sigemptyset(&other);
    sigaddset(&other, SIGUSR2);
    CHECK(pthread_sigmask(SIG_BLOCK, &set, nullptr) == 0 && pthread_sigmask(SIG_BLOCK, &other, nullptr) == 0);
    const int descriptor = signalfd(-1, &set, 0);
    CHECK(descriptor >= 0);
    Half one;
    Half two;
    std::thread giver([&] {
        one.first();
        CHECK(kill(getpid(), SIGUSR1) == 0);
        two.first();
        CHECK(kill(getpid(), SIGUSR2) == 0);
    });
    std::thread taker([&] {
        signalfd_siginfo info;
        CHECK(read(descriptor, &info, sizeof info) == sizeof info);
        CHECK(info.ssi_signo == SIGUSR1);
        one.second();
        timespec patience{5, 0};
        CHECK(sigtimedwait(&other, nullptr, &patience) == SIGUSR2);
        two.second();
    });
    giver.join();
    taker.join();
    one.done();
    two.done();
    close(descriptor);
}
