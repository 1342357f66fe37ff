// EXPECT: silent
// OFF: clause_own_thread
// Iterate over a copy, write the original; compare, assign, and hand in a map as the range of its own successor. Each
// container's iterators are its own.
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>

#include "check.h"

template <class Map>
static void prune(Map& map) {
    const Map snapshot = map;
    for (const auto& [key, value] : snapshot) {
        if (value % 2) map.erase(key);
        map[key + 1000] = value;
    }
    CHECK(map != snapshot);
    Map fresh(map.begin(), map.end());
    CHECK(fresh == map);
    auto it = fresh.begin();
    map = snapshot; // invalidates map's iterators, not those of fresh
    int left = 0;
    for (; it != fresh.end(); ++it) ++left;
    CHECK(left == 150);
    map = {{1, 1}, {2, 2}};
    map.insert(fresh.begin(), fresh.end());
    CHECK(map.size() == 151);
    fresh.clear();
    CHECK(fresh.begin() == fresh.end());
    fresh = std::move(map);
    map = fresh;
    CHECK(map == fresh);
}

int main() {
    mapcheck::map<int, int> sorted;
    mapcheck::unordered_map<int, int> hashed;
    for (int i = 0; i < 100; ++i) hashed[i] = sorted[i] = i;
    prune(sorted);
    prune(hashed);
}
