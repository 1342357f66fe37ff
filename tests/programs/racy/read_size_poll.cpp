// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
//
// A shutdown loop polls size() until the table of running jobs is empty, without the lock that the workers hold when
// they add and remove. The compiler may read the size once for ever. Met in graceful-shutdown code.
#include <mutex>
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

int main() {
    mapcheck::map<int, int> running{{1, 1}, {2, 2}};
    std::mutex running_mutex;
    Cue polled;

    std::thread shutdown([&] {
        const std::size_t left = running.size(); // [read]
        std::printf("left: %zu\n", left);
        polled.set();
    });
    std::thread worker([&] {
        polled.await();
        const std::lock_guard<std::mutex> lock(running_mutex);
        running.emplace(3, 3); // [write]
    });
    shutdown.join();
    worker.join();
}
