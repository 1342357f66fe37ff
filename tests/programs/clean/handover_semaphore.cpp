// EXPECT: silent
// OFF: edge_semaphore
// A POSIX semaphore hands the iteration over: sem_post synchronises memory with the sem_wait that it lets go
// (POSIX, memory synchronization).
#include <semaphore.h>
#include <thread>

#include "half.h"

int main() {
    Half work;
    sem_t ready;
    CHECK(sem_init(&ready, 0, 0) == 0);
    std::thread giver([&] {
        work.first();
        sem_post(&ready);
    });
    std::thread taker([&] {
        while (sem_wait(&ready) != 0) {}
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
