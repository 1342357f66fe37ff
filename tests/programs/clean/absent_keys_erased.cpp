// EXPECT: silent
// OFF: clause_unchanged
// A reader stops half way; then, and ordered by nothing (a cue), another thread erases keys that are not there. That
// changes nothing and only looks, so that one after the other neither can see the other. (At the same time it would be
// a write by the standard.)
#include <mapcheck/unordered_map.h>
#include <thread>

#include "check.h"

int main() {
    mapcheck::unordered_map<int, int> map;
    for (int i = 0; i < 50; ++i) map[i] = i;
    Cue read;
    Cue erased;
    std::thread reader([&] {
        int sum = 0;
        auto it = map.begin();
        for (int i = 0; i < 25; ++i) sum += (it++)->second;
        read.set();
        erased.await();
        for (; it != map.end(); ++it) sum += it->second;
        CHECK(sum == 1225);
    });
    std::thread eraser([&] {
        read.await();
        for (int i = 100; i < 200; ++i) CHECK(map.erase(i) == 0);
        CHECK(map.erase(map.end(), map.end()) == map.end());
        CHECK(map.extract(-1).empty());
        erased.set();
    });
    reader.join();
    eraser.join();
    CHECK(map.size() == 50);
}
