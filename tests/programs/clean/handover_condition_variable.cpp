// EXPECT: silent
// OFF: edge_lock
// A condition variable with wake-ups that mean nothing: the predicate is read under the mutex, and the mutex is
// what orders.
#include <condition_variable>
#include <mutex>
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::mutex mutex;
    std::condition_variable changed;
    bool ready = false;
    std::thread giver([&] {
        work.first();
        for (int i = 0; i < 20; ++i) {
            changed.notify_all();
            usleep(100);
        }
        {
            std::lock_guard lock(mutex);
            ready = true;
        }
        changed.notify_one();
    });
    std::thread taker([&] {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return ready; });
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
