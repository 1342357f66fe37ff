// EXPECT: silent
// OFF: edge_lock
// A rwlock: the giver announces as a writer, the taker looks as a reader; a writer's unlock is before the next
// reader's lock.
#include <pthread.h>
#include <thread>

#include "half.h"

int main() {
    Half work;
    pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
    bool ready = false;
    std::thread giver([&] {
        work.first();
        pthread_rwlock_wrlock(&lock);
        ready = true;
        pthread_rwlock_unlock(&lock);
    });
    std::thread taker([&] {
        for (bool seen = false; !seen; usleep(50)) {
            pthread_rwlock_rdlock(&lock);
            seen = ready;
            pthread_rwlock_unlock(&lock);
        }
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
