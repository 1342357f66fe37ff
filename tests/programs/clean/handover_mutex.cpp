// EXPECT: silent
// OFF: edge_lock
// An iteration begun under a mutex is finished by another thread under the same mutex: each unlock synchronises
// with the next lock [thread.mutex.requirements.mutex].
#include <mutex>
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::mutex mutex;
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
