// EXPECT: concurrent map writes @ first / second
// OFF: write_write
//
// Two cache misses at once, both filled under shared_lock. The lock is held on both sides and excludes neither.
#include <shared_mutex>
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

int main() {
    mapcheck::map<int, int> cache;
    std::shared_mutex cache_mutex;
    Cue filled;

    std::thread miss([&] {
        const std::shared_lock<std::shared_mutex> lock(cache_mutex); // should be unique_lock
        cache.try_emplace(1, 1);                                     // [first]
        filled.set();
    });
    std::thread other_miss([&] {
        filled.await();
        const std::shared_lock<std::shared_mutex> lock(cache_mutex);
        cache.try_emplace(2, 2); // [second]
    });
    miss.join();
    other_miss.join();
}
