// EXPECT: silent
// OFF: edge_atomic
// STD: 20
// C++20's atomic wait and notify: the wait ends when its acquire load reads the release store. The cue makes the
// taker come late, so that it need not sleep.
#include <atomic>
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::atomic<int> ready{0};
    Cue late;
    std::thread giver([&] {
        work.first();
        ready.store(1, std::memory_order_release);
        ready.notify_all();
        late.set();
    });
    std::thread taker([&] {
        late.await();
        ready.wait(0, std::memory_order_acquire);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
