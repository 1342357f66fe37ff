// EXPECT: silent
// OFF: edge_lock
// A thread ends while it holds a robust mutex: the kernel gives the mutex back for it, and the next owner
// is told so (EOWNERDEAD), holds the lock, and repairs the state. Nobody has joined the dead thread yet.
#include <cerrno>
#include <mapcheck/map.h>
#include <pthread.h>

#include "check.h"

static pthread_mutex_t mutex;
static mapcheck::map<int, int> ledger;
static Cue taken;

int main() {
    pthread_mutexattr_t robust;
    pthread_mutexattr_init(&robust);
    CHECK(pthread_mutexattr_setrobust(&robust, PTHREAD_MUTEX_ROBUST) == 0);
    CHECK(pthread_mutex_init(&mutex, &robust) == 0);
    pthread_t owner;
    pthread_t heir;
    auto die = [](void*) -> void* {
        pthread_mutex_lock(&mutex);
        for (int i = 0; i < 20; ++i) ledger[i] = i;
        taken.set();
        return nullptr; // with the mutex held
    };
    auto inherit = [](void*) -> void* {
        taken.await();
        const int result = pthread_mutex_lock(&mutex);
        CHECK(result == EOWNERDEAD);
        ledger.erase(ledger.begin());
        CHECK(pthread_mutex_consistent(&mutex) == 0);
        CHECK(pthread_mutex_unlock(&mutex) == 0);
        return nullptr;
    };
    CHECK(pthread_create(&owner, nullptr, die, nullptr) == 0);
    CHECK(pthread_create(&heir, nullptr, inherit, nullptr) == 0);
    CHECK(pthread_join(heir, nullptr) == 0);
    CHECK(pthread_mutex_lock(&mutex) == 0);
    CHECK(ledger.size() == 19);
    ledger[100] = 1;
    CHECK(pthread_mutex_unlock(&mutex) == 0);
    CHECK(pthread_join(owner, nullptr) == 0);
}
