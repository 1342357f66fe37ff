// EXPECT: silent
// OFF: edge_lock
// A shared timed mutex: the giver holds it exclusively by a timed lock, the taker gets it by a polled try_lock.
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::shared_timed_mutex mutex;
    bool ready = false;
    std::thread giver([&] {
        std::unique_lock lock(mutex, std::chrono::seconds(5));
        CHECK(lock.owns_lock());
        work.first();
        ready = true;
    });
    std::thread taker([&] {
        for (bool seen = false; !seen; usleep(100)) {
            std::unique_lock lock(mutex, std::try_to_lock);
            if (!lock.owns_lock()) continue;
            if (!ready) continue;
            work.second();
            seen = true;
        }
    });
    giver.join();
    taker.join();
    work.done();
}
