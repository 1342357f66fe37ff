// EXPECT: silent
// OFF: edge_lock
// Both threads take a shared mutex for writing: an exclusive unlock synchronises with the next exclusive lock.
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::shared_mutex mutex;
    bool ready = false;
    std::thread giver([&] {
        std::lock_guard lock(mutex);
        work.first();
        ready = true;
    });
    std::thread taker([&] {
        for (bool seen = false; !seen; usleep(100)) {
            std::lock_guard lock(mutex);
            if (!ready) continue;
            work.second();
            seen = true;
        }
    });
    giver.join();
    taker.join();
    work.done();
}
