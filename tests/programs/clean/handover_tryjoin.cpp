// EXPECT: silent
// OFF: edge_join
// The same with pthread_tryjoin_np and pthread_timedjoin_np: failures say nothing, a success is a join.
#include <pthread.h>
#include <time.h>

#include "half.h"

static Half one;
static Half two;

int main() {
    auto run = [](void* work) -> void* {
        usleep(3000);
        static_cast<Half*>(work)->first();
        return work;
    };
    pthread_t first;
    pthread_t second;
    CHECK(pthread_create(&first, nullptr, run, &one) == 0);
    CHECK(pthread_create(&second, nullptr, run, &two) == 0);
    void* result = nullptr;
    while (pthread_tryjoin_np(first, &result) != 0) usleep(500);
    CHECK(result == &one);
    one.second();
    one.done();
    timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 5;
    CHECK(pthread_timedjoin_np(second, &result, &until) == 0);
    CHECK(result == &two);
    two.second();
    two.done();
}
