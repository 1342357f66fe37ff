// EXPECT: silent
// OFF: edge_lock
// Timed waits on a condition variable give the mutex back and take it again on every time-out: each of them is an
// unlock and a lock.
#include <chrono>
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
        std::lock_guard lock(mutex);
        ready = true;
    });
    std::thread taker([&] {
        std::unique_lock lock(mutex);
        while (!ready) changed.wait_for(lock, std::chrono::milliseconds(1));
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
