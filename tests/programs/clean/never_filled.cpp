// EXPECT: silent
// OFF: clause_own_thread
// Maps that had no element yet: their end() kept until they have some, swapped and moved with full ones in the middle
// of an iteration, merged, compared, iterated over, cleared, destroyed.
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <utility>

#include "check.h"

template <class Map>
static void exchange() {
    Map full;
    for (int i = 0; i < 20; ++i) full.emplace(i, 1);
    Map empty;
    CHECK(empty.begin() == empty.end() && empty.find(1) == empty.end() && empty.count(1) == 0);
    int sum = 0;
    auto it = full.begin();
    for (int i = 0; i < 5; ++i) sum += (it++)->second;
    full.swap(empty);
    for (int i = 0; i < 5; ++i) sum += (it++)->second;
    CHECK(full.begin() == full.end());
    Map constructed(std::move(empty));
    for (int i = 0; i < 5; ++i) sum += (it++)->second;
    full = std::move(constructed);
    constructed.clear();
    for (; it != full.end(); it = full.erase(it)) sum += it->second;
    CHECK(sum == 20 && full.size() == 15 && constructed.empty());
    Map other;
    other.merge(full);
    CHECK(other.size() == 15 && full.empty() && full != other);
    Map never = Map();
    never.swap(constructed);
    never.clear();
    never = Map();
    const Map copy = never;
    CHECK(copy == never && copy.begin() == copy.end());
    never.erase(5);
    never.insert(other.begin(), other.end());
    CHECK(never == other);
}

int main() {
    exchange<mapcheck::map<int, int>>();
    exchange<mapcheck::multimap<int, int>>();
    exchange<mapcheck::unordered_map<int, int>>();

    mapcheck::map<int, int> map;
    const auto end = map.end();
    auto back = map.end();
    map[1] = 10;
    map[2] = 20;
    CHECK(map.find(3) == end && map.find(1) != end);
    CHECK((--back)->second == 20);
    map.erase(back);
    int count = 0;
    for (auto it = map.begin(); it != end; ++it) ++count;
    CHECK(count == 1 && std::prev(end)->first == 1);
    map.emplace_hint(end, 5, 50);
    map.erase(map.find(1), end);
    CHECK(map.empty());
}
