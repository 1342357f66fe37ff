// EXPECT: silent
// OFF: edge_lock
// The giver takes a timed mutex with a time-out, the taker with try_lock_until: success is a lock like any other.
#include <mutex>
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::timed_mutex mutex;
    bool ready = false;
    std::thread giver([&] {
        std::unique_lock lock(mutex, std::chrono::seconds(5));
        CHECK(lock.owns_lock());
        work.first();
        ready = true;
    });
    std::thread taker([&] {
        for (bool seen = false; !seen; usleep(100)) {
            std::unique_lock lock(mutex, std::chrono::system_clock::now() + std::chrono::seconds(5));
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
