// EXPECT: silent
// OFF: edge_lock
// Threads with small stacks (32 KiB) use maps under a mutex, from a few calls deep.
#include <mapcheck/map.h>
#include <pthread.h>

#include "check.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static mapcheck::map<int, int> map;

static int descend(int depth) {
    if (depth > 0) return descend(depth - 1) + 1;
    pthread_mutex_lock(&mutex);
    for (int i = 0; i < 20; ++i) map[i] += 1;
    int sum = 0;
    for (auto it = map.begin(); it != map.end(); ++it) sum += it->second;
    map.erase(map.begin());
    pthread_mutex_unlock(&mutex);
    return sum > 0;
}

int main() {
    pthread_attr_t small;
    pthread_attr_init(&small);
    CHECK(pthread_attr_setstacksize(&small, 32 * 1024) == 0);
    pthread_t threads[4];
    for (auto& t : threads) {
        auto run = [](void*) -> void* {
            for (int i = 0; i < 50; ++i) CHECK(descend(10) == 11);
            return nullptr;
        };
        CHECK(pthread_create(&t, &small, run, nullptr) == 0);
    }
    for (auto& t : threads) CHECK(pthread_join(t, nullptr) == 0);
    CHECK(map.size() == 19);
}
