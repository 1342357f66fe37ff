// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
//
// "Have I seen this id?" is asked without the lock that adding takes, to save the lock on the common path. Met in
// deduplication filters.
#include <mutex>
#include <thread>

#include <mapcheck/unordered_set.h>

#include "../cue.h"

int main() {
    mapcheck::unordered_set<int> seen{1, 2, 3};
    std::mutex seen_mutex;
    Cue added;

    std::thread adder([&] {
        const std::lock_guard<std::mutex> lock(seen_mutex);
        seen.insert(4); // [write]
        added.set();
    });
    std::thread filter([&] {
        added.await();                         // after the insertion on the clock, unordered all the same
        const bool known = seen.count(2) != 0; // [read]
        std::printf("known: %d\n", known);
    });
    adder.join();
    filter.join();
}
