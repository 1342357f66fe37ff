// EXPECT: silent
// OFF: edge_semaphore
// A semaphore polled with sem_trywait and sem_timedwait: a success takes what the post gave, a failure takes
// nothing.
#include <semaphore.h>
#include <thread>
#include <time.h>

#include "half.h"

int main() {
    Half work;
    sem_t ready;
    CHECK(sem_init(&ready, 0, 0) == 0);
    std::thread giver([&] {
        work.first();
        sem_post(&ready);
        sem_post(&ready);
    });
    std::thread taker([&] {
        while (sem_trywait(&ready) != 0) usleep(100);
        timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += 5;
        CHECK(sem_timedwait(&ready, &until) == 0);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
