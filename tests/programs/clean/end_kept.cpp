// EXPECT: silent
// OFF: clause_own_thread
// end() of an ordered container is taken once and kept for years: insertion and erasure never invalidate it (nor does
// clear, which erases elements [associative.reqmts]). For an unordered one it is taken again after what may rehash.
#include <mapcheck/map.h>
#include <mapcheck/set.h>
#include <mapcheck/unordered_map.h>

#include "check.h"

int main() {
    mapcheck::map<int, int> map;
    const auto end = map.end();
    for (int year = 0; year < 200; ++year) {
        for (int i = 0; i < 20; ++i) map[year * 20 + i] = i;
        if (year >= 5) map.erase(map.begin());
        CHECK(map.find(-1) == end);
        int count = 0;
        for (auto it = map.find(year * 20); it != end; ++it) ++count;
        CHECK(count == 20);
        auto last = end;
        CHECK((--last)->first == year * 20 + 19);
    }
    map.clear();
    CHECK(map.begin() == end);
    map.emplace_hint(end, 1, 1);
    CHECK(map.begin() != end);

    mapcheck::multiset<int> bag;
    const auto sentinel = bag.cend();
    for (int i = 0; i < 100; ++i) bag.insert(sentinel, i);
    CHECK(*std::prev(sentinel) == 99);

    mapcheck::unordered_map<int, int> hashed;
    for (int i = 0; i < 1000; ++i) {
        hashed[i] = i;
        const auto now = hashed.end();
        CHECK(hashed.find(i) != now);
        CHECK(hashed.find(-1) == now);
    }

    // The end that a loop or a search has come to bounds what is erased later.
    auto come_to = map.begin();
    while (come_to != map.end()) ++come_to;
    map[7] = 7;
    map.erase(map.begin(), come_to);
    CHECK(map.empty());
    const auto nothing = hashed.find(-1);
    hashed.erase(0);
    hashed.erase(hashed.begin(), nothing);
    CHECK(hashed.empty());
    hashed.erase(hashed.begin(), hashed.end());
}
