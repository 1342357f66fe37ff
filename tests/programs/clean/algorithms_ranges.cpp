// NEEDS: libc++19
// EXPECT: silent
// OFF: clause_own_thread
// STD: 20
// C++20: constrained algorithms and erase_if, contains, on maps whose iterators must model the range concepts.
#include <algorithm>
#include <iterator>
#include <mapcheck/map.h>
#include <mapcheck/set.h>
#include <mapcheck/unordered_map.h>
#include <ranges>
#include <vector>

#include "check.h"

static_assert(std::ranges::bidirectional_range<mapcheck::map<int, int>>);
static_assert(std::ranges::forward_range<const mapcheck::unordered_map<int, int>>);

int main() {
    mapcheck::map<int, int> map;
    for (int i = 0; i < 60; ++i) map[i] = i * i;
    const auto found = std::ranges::find_if(map, [](const auto& e) { return e.second > 100; });
    CHECK(found->first == 11);
    std::vector<int> keys;
    std::ranges::transform(map, std::back_inserter(keys), [](const auto& e) { return e.first; });
    std::ranges::for_each(keys, [&](int key) {
        if (key % 2) map.erase(key);
    });
    CHECK(std::ranges::count_if(map, [](const auto& e) { return e.first % 4 == 0; }) == 15);
    CHECK(erase_if(map, [](const auto& e) { return e.first > 40; }) == 9);
    CHECK(map.contains(40) && !map.contains(41));

    mapcheck::unordered_map<int, int> hashed;
    std::ranges::copy(map, std::inserter(hashed, hashed.end()));
    CHECK(std::ranges::is_permutation(map, hashed));
    auto it = hashed.begin();
    while (it != hashed.end()) it = it->first > 20 ? hashed.erase(it) : std::ranges::next(it);
    CHECK(hashed.size() == 11);
    mapcheck::multiset<int> bag;
    for (const auto& [key, value] : hashed) bag.insert(key);
    CHECK(std::ranges::equal(bag, std::vector{0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20}));
    CHECK(std::ranges::distance(bag) == 11 && *std::ranges::max_element(bag) == 20);
}
