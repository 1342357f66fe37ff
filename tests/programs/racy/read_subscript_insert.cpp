// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
//
// Each thread has its own key, present since the start, and uses table[my_key] without a lock: legal for as long as
// nobody inserts. Then a late thread adds its key with insert_or_assign. Met in per-worker statistics.
#include <thread>

#include <mapcheck/unordered_map.h>

#include "../cue.h"

int main() {
    mapcheck::unordered_map<int, long> per_worker{{0, 0}, {1, 0}, {2, 0}};
    Cue counted;

    std::thread worker([&] {
        ++per_worker[1]; // [read]
        counted.set();
    });
    std::thread late([&] {
        counted.await();
        per_worker.insert_or_assign(3, 1L); // [write]
    });
    worker.join();
    late.join();
}
