// EXPECT: silent
// Value-initialised iterators: equal to each other [forward.iterators], assignable, storable, and used only after they
// were given a place; iterators that outlive their map and are only assigned to or destroyed. Nothing but the
// iterator's own state is tested, for which there is no switch.
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <utility>
#include <vector>

#include "check.h"

struct Window {
    mapcheck::map<int, int>::const_iterator from{};
    mapcheck::map<int, int>::const_iterator to{};
};

int main() {
    using Map = mapcheck::map<int, int>;
    CHECK(Map::iterator{} == Map::iterator{});
    CHECK(Map::const_iterator{} == Map::const_iterator{});
    CHECK((mapcheck::unordered_map<int, int>::iterator{} == mapcheck::unordered_map<int, int>::iterator{}));
    Window window;
    int sum = 0;
    for (auto it = window.from; it != window.to; ++it) sum += 100; // an empty range
    std::vector<Map::iterator> table(10);
    {
        Map map;
        for (int i = 0; i < 10; ++i) map[i] = i;
        window = {map.find(3), map.find(7)};
        for (int i = 0; i < 10; ++i) table[i] = map.find(i);
        std::swap(table[0], table[9]);
        CHECK(table[0]->first == 9);
        map[20] = 1;
        for (auto it = window.from; it != window.to; ++it) sum += it->second;
    }
    CHECK(sum == 18);
    Map other{{1, 1}};
    for (auto& it : table) it = other.begin(); // assigning to an iterator of a dead map is no use of it
    window = {};
    CHECK(window.from == window.to);
    CHECK(table[5] == other.begin() && table[5]->second == 1);
    std::pair<Map::iterator, bool> result{};
    result = other.emplace(2, 2);
    CHECK(result.second && std::next(table[1]) == result.first);
}
