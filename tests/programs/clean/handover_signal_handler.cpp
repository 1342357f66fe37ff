// EXPECT: silent
// OFF: edge_signal
// A map is finished by one thread, which then sends a signal to another; the handler reads the map there.
// The receiving thread does nothing but wait, so the handler interrupts no work on a map.
#include <mapcheck/map.h>
#include <pthread.h>
#include <signal.h>
#include <thread>

#include "check.h"

static mapcheck::map<int, int> settings;
static volatile sig_atomic_t sum = 0;

int main() {
    struct sigaction action {};
    action.sa_handler = [](int) {
        int total = 0;
        for (const auto& [key, value] : settings) total += value;
        sum = total;
    };
    CHECK(sigaction(SIGUSR1, &action, nullptr) == 0);
    Cue up;
    std::thread receiver([&] {
        up.set();
        while (sum == 0) usleep(100);
    });
    std::thread sender([&, to = receiver.native_handle()] {
        up.await();
        for (int i = 1; i <= 40; ++i) settings[i] = i;
        CHECK(pthread_kill(to, SIGUSR1) == 0);
    });
    sender.join();
    receiver.join();
    CHECK(sum == 820);
}
