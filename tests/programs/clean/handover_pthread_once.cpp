// EXPECT: silent
// OFF: edge_once
// The same with pthread_once.
#include <pthread.h>
#include <thread>

#include "half.h"

int main() {
    Half work;
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    Cue late;
    std::thread giver([&] {
        work.first();
        pthread_once(&once, [] {});
        late.set();
    });
    std::thread taker([&] {
        late.await();
        pthread_once(&once, [] { CHECK(false); });
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
