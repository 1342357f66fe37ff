// EXPECT: silent
// OFF: edge_atomic
// A plain atomic assignment and conversion are sequentially consistent, hence release and acquire.
#include <atomic>
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::atomic<int> stage{0};
    std::thread giver([&] {
        work.first();
        stage = 1;
    });
    std::thread taker([&] {
        while (stage != 1) usleep(50);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
