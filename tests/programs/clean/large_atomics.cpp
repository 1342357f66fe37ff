// EXPECT: silent
// OFF: edge_atomic
// LINK: -latomic
// Atomics of structs: 16 bytes go through libatomic, which makes them of locks or wide instructions of its own; their
// orders are those of every atomic.
#include <atomic>
#include <thread>

#include "half.h"

struct Wide {
    long stage;
    long number;
};

int main() {
    Half work;
    std::atomic<Wide> wide{Wide{0, 0}};
    std::atomic<double> floating{0};
    std::thread giver([&] {
        work.first();
        wide.store(Wide{1, 50}, std::memory_order_release);
    });
    Half more;
    std::thread taker([&] {
        while (wide.load(std::memory_order_acquire).stage != 1) usleep(50);
        work.second();
        more.first();
        floating.store(0.5);
    });
    std::thread last([&] {
        for (double half = 0.5; !floating.compare_exchange_strong(half, 1.0); half = 0.5) usleep(50);
        more.second();
    });
    giver.join();
    taker.join();
    last.join();
    work.done();
    more.done();
}
