// EXPECT: concurrent map writes @ first / second
// OFF: write_write
//
// A semaphore limits the work to two at a time; somebody then trusts it to protect the result map as well. Two permits
// are no mutual exclusion. Met in download managers and build drivers.
#include <semaphore.h>
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

int main() {
    mapcheck::map<int, int> downloads;
    sem_t permits;
    sem_init(&permits, 0, 2);
    Cue both_in;
    Cue stored;

    std::thread one([&] {
        sem_wait(&permits);
        both_in.await();
        downloads.emplace(1, 1); // [first]
        stored.set();
        sem_post(&permits);
    });
    std::thread other([&] {
        sem_wait(&permits); // got in beside the first, not after it
        both_in.set();
        stored.await();
        downloads.emplace(2, 2); // [second]
        sem_post(&permits);
    });
    one.join();
    other.join();
    sem_destroy(&permits);
}
