// EXPECT: silent
// OFF: clause_own_thread
// Inside a loop over a std::map the same thread erases and inserts other elements: the next one, ones by key before
// and behind the place, ranges. Only iterators to erased elements die [associative.reqmts.general].
#include <iterator>
#include <mapcheck/map.h>
#include <mapcheck/set.h>

#include "check.h"

int main() {
    mapcheck::map<int, int> map;
    for (int i = 0; i < 100; ++i) map[i] = i;
    for (auto it = map.begin(); it != map.end(); ++it) {
        if (auto next = std::next(it); next != map.end()) map.erase(next);
    }
    CHECK(map.size() == 50);
    for (auto it = map.begin(); it != map.end(); ++it) {
        map.erase(it->first - 2);       // the one before: only the last remains in the end
        map.emplace(it->first + 1, -1); // behind: it is met next,
        auto behind = map.find(it->first + 1);
        if (behind->second == -1) map.erase(behind); // unless it goes again
    }
    CHECK(map.size() == 1 && map.begin()->first == 98);

    mapcheck::set<int> sieve;
    for (int i = 2; i < 500; ++i) sieve.insert(i);
    for (int prime : sieve) {
        for (int multiple = 2 * prime; multiple < 500; multiple += prime) sieve.erase(multiple);
    }
    CHECK(sieve.size() == 95);

    mapcheck::multimap<int, int> groups;
    for (int i = 0; i < 60; ++i) groups.emplace(i % 6, i);
    int seen = 0;
    for (auto it = groups.begin(); it != groups.end(); ++it) {
        ++seen;
        groups.erase(groups.upper_bound(it->first), groups.lower_bound(it->first + 2)); // the next group
    }
    CHECK(seen == 30 && groups.count(0) == 10 && groups.count(1) == 0);
}
