// EXPECT: silent
// OFF: clause_moved
// merge of ordered containers transfers nodes: iterators to them stay valid and point into the target from then on
// [associative.reqmts.general]. What the target has already stays where it was.
#include <mapcheck/map.h>
#include <mapcheck/set.h>
#include <vector>

#include "check.h"

int main() {
    mapcheck::map<int, int> target;
    mapcheck::map<int, int> source;
    for (int i = 0; i < 100; i += 2) target[i] = 1;
    for (int i = 0; i < 100; ++i) source[i] = 2;
    std::vector<mapcheck::map<int, int>::iterator> odd;
    std::vector<mapcheck::map<int, int>::iterator> even;
    for (auto it = source.begin(); it != source.end(); ++it) (it->first % 2 ? odd : even).push_back(it);
    target.merge(source);
    CHECK(target.size() == 100 && source.size() == 50);
    for (auto it : odd) {
        CHECK(it->second == 2);
        CHECK(std::prev(it)->second == 1); // a neighbour in the target
    }
    for (auto it : even) source.erase(it);
    CHECK(source.empty());
    for (auto it : odd) target.erase(it);
    CHECK(target.size() == 50);

    mapcheck::multiset<int> all{1, 2, 3};
    mapcheck::set<int> more{2, 3, 4};
    const auto three = more.find(3);
    all.merge(more);
    CHECK(more.empty() && all.size() == 6);
    CHECK(*three == 3 && *std::next(three) == 4);
    all.erase(three);
    CHECK(all.count(3) == 1);
}
