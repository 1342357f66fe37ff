// EXPECT: silent
// OFF: edge_once
// call_once: the one call that runs synchronises with every other return [thread.once.callonce]. The taker comes
// late and finds it done.
#include <mutex>
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::once_flag once;
    Cue late;
    std::thread giver([&] {
        work.first();
        std::call_once(once, [] {});
        late.set();
    });
    std::thread taker([&] {
        late.await();
        std::call_once(once, [] { CHECK(false); });
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
