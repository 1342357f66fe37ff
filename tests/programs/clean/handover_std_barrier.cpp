// EXPECT: silent
// OFF: edge_atomic
// STD: 20
// Both threads meet at a std::barrier: arrival strongly happens before the end of the phase [thread.barrier]. The
// cue makes the taker arrive last, so that it need not sleep.
#include <barrier>
#include <thread>
#include <utility>

#include "half.h"

int main() {
    Half work;
    std::barrier meet(2);
    Cue late;
    std::thread giver([&] {
        work.first();
        auto phase = meet.arrive();
        late.set();
        meet.wait(std::move(phase));
    });
    std::thread taker([&] {
        late.await();
        meet.arrive_and_wait();
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
