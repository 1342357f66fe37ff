// EXPECT: silent
// OFF: edge_barrier
// Both threads meet at a pthread barrier: everything before it is before everything after it.
#include <pthread.h>
#include <thread>

#include "half.h"

int main() {
    Half work;
    pthread_barrier_t meet;
    CHECK(pthread_barrier_init(&meet, nullptr, 2) == 0);
    std::thread giver([&] {
        work.first();
        pthread_barrier_wait(&meet);
    });
    std::thread taker([&] {
        pthread_barrier_wait(&meet);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
