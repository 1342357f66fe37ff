// EXPECT: silent
// OFF: clause_own_thread
// Insertion into an unordered_map in the middle of a loop over it: with room reserved there is no rehash, and then
// insertion does not touch iterators [unord.req.general]. Whether new elements are met is open, so that the
// loop counts the old ones only. Present keys may be "inserted" and assigned at any time.
#include <mapcheck/unordered_map.h>
#include <mapcheck/unordered_set.h>

#include "check.h"

int main() {
    mapcheck::unordered_map<int, int> map;
    map.reserve(1000);
    const auto buckets = map.bucket_count();
    for (int i = 0; i < 100; ++i) map[i] = 1;
    const auto kept = map.find(50);
    int old = 0;
    for (auto it = map.begin(); it != map.end(); ++it) {
        if (it->first >= 100) continue;
        ++old;
        map[it->first + 100] = 2;
        map.try_emplace(it->first, 7);
        map.insert({it->first + 200, 2});
        map.insert_or_assign(it->first, 3);
        map[50] = 4;
    }
    CHECK(old == 100);
    CHECK(kept->second >= 3);
    CHECK(map.size() == 300);
    CHECK(map.bucket_count() == buckets);

    mapcheck::unordered_multiset<int> bag;
    bag.max_load_factor(4);
    bag.reserve(400);
    for (int i = 0; i < 50; ++i) bag.insert(i);
    int met = 0;
    for (auto it = bag.begin(); it != bag.end() && met < 50; ++it, ++met) bag.insert(*it / 2);
    CHECK(met == 50);
    CHECK(bag.size() == 100);
}
