// EXPECT: silent
// OFF: edge_lock
// Threads, mutexes and condition variables of C11's <threads.h>: the same guarantees under other names,
// which in the C library do not go through the pthread functions that a program calls.
#include <threads.h>

#include "half.h"

static mtx_t mutex;
static cnd_t changed;
static Half work;
static bool ready = false;

int main() {
    CHECK(mtx_init(&mutex, mtx_plain) == thrd_success);
    CHECK(cnd_init(&changed) == thrd_success);
    thrd_t giver;
    thrd_t taker;
    auto give = [](void*) {
        mtx_lock(&mutex);
        work.first();
        ready = true;
        cnd_signal(&changed);
        mtx_unlock(&mutex);
        return 0;
    };
    auto take = [](void*) {
        mtx_lock(&mutex);
        while (!ready) cnd_wait(&changed, &mutex);
        work.second();
        mtx_unlock(&mutex);
        return 5;
    };
    CHECK(thrd_create(&taker, take, nullptr) == thrd_success);
    CHECK(thrd_create(&giver, give, nullptr) == thrd_success);
    int result = 0;
    CHECK(thrd_join(giver, nullptr) == thrd_success);
    CHECK(thrd_join(taker, &result) == thrd_success);
    CHECK(result == 5);
    work.done();
    mtx_destroy(&mutex);
    cnd_destroy(&changed);
}
