// EXPECT: silent
// OFF: edge_signal
// A pointer to the map travels in a queued signal (sigqueue), taken by sigwaitinfo in another thread.
#include <mapcheck/map.h>
#include <pthread.h>
#include <signal.h>
#include <thread>

#include "check.h"

int main() {
    using Map = mapcheck::map<int, int>;
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN);
    CHECK(pthread_sigmask(SIG_BLOCK, &set, nullptr) == 0);
    Map map;
    std::thread receiver([&] {
        siginfo_t info{};
        int got;
        do {
            got = sigwaitinfo(&set, &info);
        } while (got != SIGRTMIN);
        auto& received = *static_cast<Map*>(info.si_value.sival_ptr);
        int sum = 0;
        for (const auto& entry : received) sum += entry.second;
        CHECK(sum == 45);
        received.clear();
    });
    std::thread sender([&] {
        for (int i = 0; i < 10; ++i) map[i] = i;
        sigval value{};
        value.sival_ptr = &map;
        CHECK(sigqueue(getpid(), SIGRTMIN, value) == 0);
    });
    sender.join();
    receiver.join();
    CHECK(map.empty());
}
