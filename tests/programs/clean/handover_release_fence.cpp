// EXPECT: silent
// OFF: edge_fence
// Half a fence: a release fence, then a relaxed store, read by an acquire load [atomics.fences].
#include <atomic>
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::atomic<bool> ready{false};
    std::thread giver([&] {
        work.first();
        std::atomic_thread_fence(std::memory_order_release);
        ready.store(true, std::memory_order_relaxed);
    });
    std::thread taker([&] {
        while (!ready.load(std::memory_order_acquire)) usleep(50);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
