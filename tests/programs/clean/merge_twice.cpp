// EXPECT: silent
// OFF: clause_moved
// Elements go from map to map by merge, more than once, also back again, and old iterators to them are stepped and
// compared in the map where they are now: merge of ordered containers never invalidates [associative.reqmts.general].
#include <mapcheck/map.h>

#include "check.h"

int main() {
    mapcheck::map<int, int> a;
    mapcheck::map<int, int> b;
    mapcheck::map<int, int> c;
    for (int i = 0; i < 10; ++i) a[i] = i;
    const auto old = a.find(3);
    const auto older = a.find(5);
    b.merge(a);
    CHECK(old->second == 3);
    c.merge(b);
    auto it = old;
    CHECK((++it)->first == 4);
    int sum = 0;
    for (; it != c.end(); ++it) sum += it->second;
    CHECK(sum == 39 && old != c.end());
    a.merge(c);
    CHECK(older->second == 5 && std::next(older) != a.end());
    auto from = a.begin();
    for (int i = 0; i < 3; ++i) from = a.erase(from);
    CHECK(from == old);
    a.erase(old);
    b[100] = 100;
    b.merge(a);
    CHECK(b.erase(older)->first == 6 && b.size() == 6);
}
