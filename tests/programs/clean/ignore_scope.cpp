// EXPECT: silent
// Deliberately unordered accesses that the program has asked not to be told of: an approximate size for statistics,
// read inside an ignore scope. No real overlap takes place (cues), so that the program itself is sound.
// No switch stands for the scope, hence no OFF.
#include <mapcheck/map.h>
#include <mapcheck/mapcheck.h>
#include <thread>

#include "check.h"

int main() {
    mapcheck::map<int, int> map;
    Cue half;
    Cue looked;
    std::thread writer([&] {
        for (int i = 0; i < 50; ++i) map[i] = i;
        half.set();
        looked.await();
        for (int i = 0; i < 25; ++i) map.erase(i);
    });
    std::thread statistics([&] {
        half.await();
        {
            mapcheck::ignore_scope quiet;
            mapcheck::ignore_scope nested;
            CHECK(map.size() == 50);
            int sum = 0;
            for (const auto& [key, value] : map) sum += value;
            CHECK(sum == 1225);
        }
        looked.set();
    });
    writer.join();
    statistics.join();
    CHECK(map.size() == 25);
}
