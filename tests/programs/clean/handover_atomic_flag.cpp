// EXPECT: silent
// OFF: edge_atomic
// A release store that an acquire load reads: the classical publication.
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
        while (!ready.load(std::memory_order_acquire)) usleep(50);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
