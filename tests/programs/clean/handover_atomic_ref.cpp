// NEEDS: libc++19
// EXPECT: silent
// OFF: edge_atomic
// STD: 20
// std::atomic_ref: a plain int, used atomically while the threads share it.
#include <atomic>
#include <thread>

#include "half.h"

int main() {
    Half work;
    alignas(std::atomic_ref<int>::required_alignment) int stage = 0;
    std::thread giver([&] {
        work.first();
        std::atomic_ref(stage).store(1, std::memory_order_release);
    });
    std::thread taker([&] {
        while (std::atomic_ref(stage).load(std::memory_order_acquire) == 0) usleep(50);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
