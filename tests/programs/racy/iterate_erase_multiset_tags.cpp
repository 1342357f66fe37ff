// EXPECT: concurrent map iteration and map write @ step / write
// OFF: iteration_write
//
// A statistics thread walks an unordered_multiset of tags; the writer removes one occurrence. Met in tag clouds,
// reference-counting bags and multi-value caches.
#include <thread>

#include <mapcheck/unordered_set.h>

#include "../cue.h"

int main() {
    mapcheck::unordered_multiset<int> tags;
    for (int i = 0; i < 12; ++i) tags.insert(i % 6);
    Cue walking;
    Cue removed;
    std::atomic<int> standing_on{0};

    std::thread statistics([&] {
        int seen = 0;
        for (int tag : tags) { // [step]
            if (++seen == 3) {
                standing_on.store(tag, std::memory_order_relaxed);
                walking.set();
                removed.await();
            }
        }
        std::printf("seen: %d\n", seen);
    });
    std::thread remover([&] {
        walking.await();
        const int other = (standing_on.load(std::memory_order_relaxed) + 3) % 6; // never the loop's own element
        tags.erase(other);                                                       // [write]
        removed.set();
    });
    statistics.join();
    remover.join();
}
