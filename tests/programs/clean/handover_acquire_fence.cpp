// EXPECT: silent
// OFF: edge_fence
// The other half: a release store, read by a relaxed load with an acquire fence behind it [atomics.fences].
#include <atomic>
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::atomic<bool> ready{false};
    std::thread giver([&] {
        work.first();
        ready.store(true, std::memory_order_release);
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
