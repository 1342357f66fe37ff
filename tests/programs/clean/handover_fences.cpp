// EXPECT: silent
// OFF: edge_fence
// Fences make the order, the flag itself is relaxed: a release fence before the store synchronises with an acquire
// fence after the load that read it [atomics.fences].
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
        while (!ready.load(std::memory_order_relaxed)) usleep(50);
        std::atomic_thread_fence(std::memory_order_acquire);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
