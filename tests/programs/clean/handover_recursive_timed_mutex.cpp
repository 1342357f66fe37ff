// EXPECT: silent
// OFF: edge_lock
// A recursive timed mutex, taken with a time-out inside a plain lock: one unlock of the two is not the end of the
// critical section.
#include <mutex>
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::recursive_timed_mutex mutex;
    bool ready = false;
    std::thread giver([&] {
        std::unique_lock outer(mutex);
        std::unique_lock lock(mutex, std::chrono::seconds(5));
        CHECK(lock.owns_lock());
        work.first();
        ready = true;
    });
    std::thread taker([&] {
        for (bool seen = false; !seen; usleep(100)) {
            std::unique_lock outer(mutex);
            std::unique_lock lock(mutex, std::chrono::seconds(5));
            CHECK(lock.owns_lock());
            if (!ready) continue;
            work.second();
            seen = true;
        }
    });
    giver.join();
    taker.join();
    work.done();
}
