// EXPECT: silent
// OFF: edge_lock
// The same under a recursive mutex that is taken twice: only the outermost unlock gives it back, and that one
// orders.
#include <mutex>
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::recursive_mutex mutex;
    bool ready = false;
    std::thread giver([&] {
        std::lock_guard outer(mutex);
        std::lock_guard lock(mutex);
        work.first();
        ready = true;
    });
    std::thread taker([&] {
        for (bool seen = false; !seen; usleep(100)) {
            std::lock_guard outer(mutex);
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
