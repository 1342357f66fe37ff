// EXPECT: silent
// OFF: edge_lock
// A pthread spin lock orders like a mutex.
#include <pthread.h>
#include <thread>

#include "half.h"

int main() {
    Half work;
    pthread_spinlock_t lock;
    CHECK(pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE) == 0);
    bool ready = false;
    std::thread giver([&] {
        work.first();
        pthread_spin_lock(&lock);
        ready = true;
        pthread_spin_unlock(&lock);
    });
    std::thread taker([&] {
        for (bool seen = false; !seen; usleep(50)) {
            pthread_spin_lock(&lock);
            seen = ready;
            pthread_spin_unlock(&lock);
        }
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
