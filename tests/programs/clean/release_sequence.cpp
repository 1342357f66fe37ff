// EXPECT: silent
// OFF: edge_atomic
// A release sequence: the taker's acquire load reads the value of a relaxed increment by a third thread, which stands
// on the giver's release store, and so it synchronises with the giver [intro.races].
#include <atomic>
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::atomic<int> stage{0};
    std::thread giver([&] {
        work.first();
        stage.store(1, std::memory_order_release);
    });
    std::thread passer([&] {
        for (int one = 1; !stage.compare_exchange_weak(one, 2, std::memory_order_relaxed); one = 1) usleep(50);
    });
    std::thread taker([&] {
        while (stage.load(std::memory_order_acquire) != 2) usleep(50);
        work.second();
    });
    giver.join();
    passer.join();
    taker.join();
    work.done();
}
