// EXPECT: silent
// OFF: edge_atomic
// A promise: set_value synchronises with the return of get [futures.state]. The cue makes the taker come late,
// when the state is ready and get need not sleep.
#include <future>
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::promise<int> promise;
    std::future<int> future = promise.get_future();
    Cue late;
    std::thread giver([&] {
        work.first();
        promise.set_value(50);
        late.set();
    });
    std::thread taker([&] {
        late.await();
        CHECK(future.get() == 50);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
