// EXPECT: silent
// OFF: clause_unchanged
// Threads that nothing orders use operator[] and try_emplace on keys that are all there: nothing is changed, and the
// library only looks. operator[] of a std::map is what the standard's wording leaves to the implementation; the
// detector takes a call that changed nothing for a read as long as no two overlap, which the cues make sure of.
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <thread>

#include "check.h"

int main() {
    mapcheck::map<int, int> sorted;
    mapcheck::unordered_map<int, int> hashed;
    for (int i = 0; i < 100; ++i) hashed[i] = sorted[i] = i;
    Cue first_done;
    Cue second_done;
    std::thread first([&] {
        for (int i = 0; i < 50; ++i) {
            sorted[i] += 1;
            hashed[i] += 1;
            CHECK(!sorted.try_emplace(i, 7).second && sorted.erase(1000 + i) == 0);
        }
        first_done.set();
        second_done.await();
        for (int i = 0; i < 50; ++i) CHECK(sorted[i] == i + 1);
    });
    std::thread second([&] {
        first_done.await();
        for (int i = 50; i < 100; ++i) {
            sorted[i] += 2;
            hashed[i] += 2;
            CHECK(!hashed.try_emplace(i, 7).second && hashed.erase(1000 + i) == 0);
            CHECK(!sorted.insert({i, 0}).second && sorted.extract(-1).empty());
        }
        second_done.set();
    });
    first.join();
    second.join();
    CHECK(sorted[70] == 72 && hashed.at(3) == 4 && sorted.size() == 100);
}
