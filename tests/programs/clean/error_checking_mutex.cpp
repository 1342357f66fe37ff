// EXPECT: silent
// OFF: edge_lock
// An error-checking mutex: a second lock by its owner fails (EDEADLK) and takes nothing, so that the one
// unlock gives it back; an unlock by a thread that does not own it fails (EPERM) and gives nothing.
#include <cerrno>
#include <pthread.h>

#include "half.h"

static pthread_mutex_t mutex;
static Half work;
static bool ready = false;

int main() {
    pthread_mutexattr_t checking;
    pthread_mutexattr_init(&checking);
    pthread_mutexattr_settype(&checking, PTHREAD_MUTEX_ERRORCHECK);
    CHECK(pthread_mutex_init(&mutex, &checking) == 0);
    auto give = [](void*) -> void* {
        CHECK(pthread_mutex_lock(&mutex) == 0);
        CHECK(pthread_mutex_lock(&mutex) == EDEADLK);
        work.first();
        ready = true;
        CHECK(pthread_mutex_unlock(&mutex) == 0);
        CHECK(pthread_mutex_unlock(&mutex) == EPERM);
        return nullptr;
    };
    auto take = [](void*) -> void* {
        for (bool seen = false; !seen; usleep(100)) {
            CHECK(pthread_mutex_lock(&mutex) == 0);
            seen = ready;
            CHECK(pthread_mutex_unlock(&mutex) == 0);
        }
        work.second();
        return nullptr;
    };
    pthread_t giver;
    pthread_t taker;
    CHECK(pthread_create(&giver, nullptr, give, nullptr) == 0);
    CHECK(pthread_create(&taker, nullptr, take, nullptr) == 0);
    CHECK(pthread_join(giver, nullptr) == 0);
    CHECK(pthread_join(taker, nullptr) == 0);
    work.done();
}
