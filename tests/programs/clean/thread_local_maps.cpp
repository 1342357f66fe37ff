// EXPECT: silent
// OFF: clause_own_thread
// Every thread has a map of its own: thread_local, on its stack, and in a global array of which each uses one place.
// Different maps do not conflict, whatever their threads do at the same time.
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <thread>
#include <vector>

#include "check.h"

static thread_local mapcheck::map<int, int> cache;
static mapcheck::unordered_map<int, int> lanes[8];

int main() {
    std::vector<std::thread> threads;
    for (int me = 0; me < 8; ++me) {
        threads.emplace_back([me] {
            mapcheck::map<int, int> local;
            for (int i = 0; i < 500; ++i) {
                cache[i % 50] += me;
                lanes[me][i] = i;
                local[i] = cache.begin()->second;
                if (i % 2) lanes[me].erase(i - 1);
                for (auto it = local.begin(); it != local.end() && local.size() > 10;) it = local.erase(it);
            }
            CHECK(cache.size() == 50 && cache[49] == 10 * me);
        });
    }
    for (auto& t : threads) t.join();
    for (auto& lane : lanes) CHECK(lane.size() == 250);
    CHECK(cache.empty());
}
