// EXPECT: silent
// OFF: clause_travel
// swap in the middle of an iteration: no iterator is invalidated, each goes on over its own elements, which belong to
// the other map now [container.requirements]. end() of an unordered map is compared with the new owner's.
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <utility>

#include "check.h"

int main() {
    mapcheck::map<int, int> active;
    mapcheck::map<int, int> standby;
    for (int i = 0; i < 100; ++i) active[i] = 1;
    for (int i = 0; i < 7; ++i) standby[i] = 100;
    int sum = 0;
    auto it = active.begin();
    for (; it->first < 50; ++it) sum += it->second;
    active.swap(standby);
    active.clear();
    standby.erase(10);
    standby[1000] = 5;
    for (; it != standby.end(); ++it) sum += it->second;
    CHECK(sum == 105);
    CHECK(standby.size() == 100 && active.empty());

    mapcheck::unordered_map<int, int> one{{1, 1}, {2, 2}, {3, 3}};
    mapcheck::unordered_map<int, int> two{{9, 9}};
    auto first = one.begin();
    std::swap(one, two);
    one.swap(one);
    sum = 0;
    for (; first != two.end(); first = two.erase(first)) sum += first->second;
    CHECK(sum == 6);
    CHECK(two.empty() && one.size() == 1);
}
