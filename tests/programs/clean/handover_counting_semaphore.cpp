// EXPECT: silent
// OFF: edge_atomic,edge_futex
// STD: 20
// A C++20 counting_semaphore: release strongly happens before the acquire that it lets go [thread.sema.cnt].
#include <semaphore>
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::counting_semaphore<4> ready(0);
    std::thread giver([&] {
        work.first();
        ready.release(2);
    });
    std::thread taker([&] {
        ready.acquire();
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
