// EXPECT: silent
// OFF: clause_own_thread
// Hints that were made long ago: any valid iterator may be given as a hint, however much the map has changed since,
// end() included; so may const_iterators and iterators that came from erase, extract's neighbours and equal_range.
#include <mapcheck/map.h>
#include <mapcheck/set.h>
#include <mapcheck/unordered_map.h>

#include "check.h"

int main() {
    mapcheck::map<int, int> map{{0, 0}, {1000, 0}};
    const auto first = map.cbegin();
    const auto last = map.find(1000);
    const auto end = map.end();
    auto hint = map.begin();
    for (int i = 1; i < 300; ++i) {
        hint = map.emplace_hint(i % 3 ? hint : last, i, i);
        map.insert(first, {-i, 0});
        map.insert_or_assign(end, 2000 + i, i);
        map.try_emplace(last, 5, 0);
        if (i % 10 == 0) hint = map.erase(map.find(i - 5), map.find(i - 2));
    }
    CHECK(std::distance(map.cbegin(), first) == 299);
    auto node = map.extract(std::next(first));
    node.key() = 1001;
    const auto placed = map.insert(std::next(last), std::move(node));
    CHECK(std::prev(placed)->first == 1000);

    mapcheck::multiset<int> bag;
    auto place = bag.insert(5);
    for (int i = 0; i < 50; ++i) place = bag.insert(place, 5);
    const auto [from, to] = bag.equal_range(5);
    bag.insert(to, 6);
    CHECK(std::distance(from, bag.find(6)) == 51);

    mapcheck::unordered_map<int, int> hashed;
    hashed.reserve(200);
    auto near = hashed.emplace(0, 0).first;
    for (int i = 1; i < 150; ++i) near = hashed.emplace_hint(near, i, i);
    for (std::size_t b = 0, seen = 0; b < hashed.bucket_count(); ++b) {
        for (auto it = hashed.begin(b); it != hashed.end(b); ++it) ++seen;
        if (b + 1 == hashed.bucket_count()) CHECK(seen == 150);
    }
}
