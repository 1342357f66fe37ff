// EXPECT: silent
// OFF: edge_semaphore
// A named semaphore, opened twice: sem_open gives both threads the same address within one process (POSIX).
#include <fcntl.h>
#include <semaphore.h>
#include <string>
#include <thread>

#include "half.h"

int main() {
    Half work;
    const auto name = "/mapcheck_clean_" + std::to_string(getpid());
    sem_t* const one = sem_open(name.c_str(), O_CREAT | O_EXCL, 0600, 0);
    sem_t* const two = sem_open(name.c_str(), 0);
    CHECK(one != SEM_FAILED && two != SEM_FAILED);
    sem_unlink(name.c_str());
    std::thread giver([&] {
        work.first();
        sem_post(one);
    });
    std::thread taker([&] {
        while (sem_wait(two) != 0) {}
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
    sem_close(one);
    sem_close(two);
}
