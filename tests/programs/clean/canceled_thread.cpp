// NEEDS: libstdc++
// EXPECT: silent
// OFF: edge_join
// A thread is cancelled in the middle of an iteration, at a cancellation point between two steps; its stack is unwound
// (a map of its own dies), and who joins it goes on with the shared map.
#include <mapcheck/map.h>
#include <pthread.h>

#include "check.h"

static mapcheck::map<int, int> map;
static Cue in_the_middle;

int main() {
    pthread_t worker;
    auto run = [](void*) -> void* {
        for (int i = 0; i < 50; ++i) map[i] = i;
        mapcheck::map<int, int> own = map;
        for (auto it = map.begin(); it != map.end(); ++it) {
            own.erase(it->first);
            if (it->first == 25) in_the_middle.set();
            if (it->first >= 25) usleep(1000); // a cancellation point
            if (it->first == 49) it = map.begin();
        }
        return nullptr;
    };
    CHECK(pthread_create(&worker, nullptr, run, nullptr) == 0);
    in_the_middle.await();
    CHECK(pthread_cancel(worker) == 0);
    void* result = nullptr;
    CHECK(pthread_join(worker, &result) == 0);
    CHECK(result == PTHREAD_CANCELED);
    int sum = 0;
    for (auto it = map.begin(); it != map.end(); it = map.erase(it)) sum += it->second;
    CHECK(sum == 1225);
}
