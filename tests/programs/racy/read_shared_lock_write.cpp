// NEEDS: libstdc++
// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
//
// A cache miss is filled under the shared lock that the look-up took: every side holds the same lock, but shared
// holders do not exclude each other, so the insertion runs beside the look-ups. Met after "mutex -> shared_mutex"
// tuning.
#include <shared_mutex>
#include <thread>

#include <mapcheck/unordered_map.h>

#include "../cue.h"

int main() {
    mapcheck::unordered_map<int, int> cache{{1, 1}, {2, 2}};
    std::shared_mutex cache_mutex;
    Cue looked;

    std::thread hit([&] {
        const std::shared_lock<std::shared_mutex> lock(cache_mutex);
        std::printf("hit: %d\n", cache.find(1) != cache.end()); // [read]
        looked.set();
    });
    std::thread miss([&] {
        looked.await();
        const std::shared_lock<std::shared_mutex> lock(cache_mutex); // should be unique_lock
        cache.try_emplace(3, 3);                                     // [write]
    });
    hit.join();
    miss.join();
}
