// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
//
// The cache's writers lock, its readers do not: "find does not change anything, and a miss costs only a reload". One
// side's lock orders nothing. The commonest map bug there is.
#include <mutex>
#include <thread>

#include <mapcheck/unordered_map.h>

#include "../cue.h"

int main() {
    mapcheck::unordered_map<int, int> cache;
    std::mutex cache_mutex;
    for (int i = 0; i < 8; ++i) cache.emplace(i, i);
    Cue looked;

    std::thread reader([&] {
        const auto hit = cache.find(3); // [read]
        std::printf("hit: %d\n", hit != cache.end());
        looked.set();
    });
    std::thread evictor([&] {
        looked.await();
        const std::lock_guard<std::mutex> lock(cache_mutex);
        cache.erase(5); // [write]
    });
    reader.join();
    evictor.join();
}
