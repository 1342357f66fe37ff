// EXPECT: silent
// OFF: edge_atomic
// STD: 20
// A latch: count_down strongly happens before the return of wait [thread.latch]. The cue makes the taker come
// late, when the latch is open and nothing but one load tells it so.
#include <latch>
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::latch ready(1);
    Cue late;
    std::thread giver([&] {
        work.first();
        ready.count_down();
        late.set();
    });
    std::thread taker([&] {
        late.await();
        ready.wait();
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
