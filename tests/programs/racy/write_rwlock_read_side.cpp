// EXPECT: concurrent map writes @ first / second
// OFF: write_write
//
// The POSIX form of the wrong side: both writers take pthread_rwlock_rdlock by a typing error. Holders of the read side
// are ordered before the writers that follow them, never among themselves.
#include <pthread.h>
#include <thread>

#include <mapcheck/set.h>

#include "../cue.h"

int main() {
    mapcheck::set<int> members;
    pthread_rwlock_t members_lock = PTHREAD_RWLOCK_INITIALIZER;
    Cue joined;

    std::thread one([&] {
        pthread_rwlock_rdlock(&members_lock); // should be wrlock
        members.insert(1);                    // [first]
        pthread_rwlock_unlock(&members_lock);
        joined.set();
    });
    std::thread other([&] {
        joined.await();
        pthread_rwlock_rdlock(&members_lock); // and here too
        members.insert(2);                    // [second]
        pthread_rwlock_unlock(&members_lock);
    });
    one.join();
    other.join();
}
