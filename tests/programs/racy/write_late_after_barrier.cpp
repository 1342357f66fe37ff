// EXPECT: concurrent map writes @ first / second
// OFF: write_write
//
// Phases are separated by a barrier, but both threads go on writing the shared map after it: the barrier orders what
// is before it with what is after it, not two things after it. Met in simulations.
#include <pthread.h>
#include <thread>

#include <mapcheck/unordered_set.h>

#include "../cue.h"

int main() {
    mapcheck::unordered_set<int> cells;
    pthread_barrier_t phase;
    pthread_barrier_init(&phase, nullptr, 2);
    Cue written;

    std::thread left([&] {
        pthread_barrier_wait(&phase);
        cells.insert(1); // [first]
        written.set();
    });
    std::thread right([&] {
        pthread_barrier_wait(&phase);
        written.await();
        cells.insert(2); // [second]
    });
    left.join();
    right.join();
    pthread_barrier_destroy(&phase);
}
