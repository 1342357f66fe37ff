// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
//
// The producer announces its result before it stores it: the flag is set and notified under the mutex, the insertion
// follows after the unlock. Waking up orders the waiter after the unlock, not after the insertion. Met where the notify
// was moved "out of the critical section" together with a line too many.
#include <condition_variable>
#include <mutex>
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

int main() {
    mapcheck::map<int, int> results;
    std::mutex mutex;
    std::condition_variable ready_changed;
    bool ready = false;
    Cue stored;

    std::thread consumer([&] {
        std::unique_lock<std::mutex> lock(mutex);
        ready_changed.wait(lock, [&] { return ready; });
        stored.await();                      // the machine was slow to wake this thread
        const auto result = results.find(1); // [read]
        std::printf("found: %d\n", result != results.end());
    });
    std::thread producer([&] {
        {
            const std::lock_guard<std::mutex> lock(mutex);
            ready = true;
        }
        ready_changed.notify_one();
        results.emplace(1, 42); // [write]
        stored.set();
    });
    consumer.join();
    producer.join();
}
