// EXPECT: silent
// OFF: clause_own_thread
// The standard algorithms over one map while they write into another, and set operations between three; inserters are
// hints that move along.
#include <algorithm>
#include <functional>
#include <iterator>
#include <mapcheck/map.h>
#include <mapcheck/set.h>
#include <mapcheck/unordered_map.h>
#include <numeric>
#include <vector>

#include "check.h"

int main() {
    mapcheck::map<int, int> source;
    for (int i = 0; i < 100; ++i) source.emplace_hint(source.end(), i, i);
    mapcheck::map<int, int> even;
    std::remove_copy_if(source.begin(), source.end(), std::inserter(even, even.end()),
                        [](const auto& e) { return e.first % 2 != 0; });
    CHECK(even.size() == 50);
    mapcheck::multimap<int, int> inverse;
    std::transform(source.begin(), source.end(), std::inserter(inverse, inverse.begin()),
                   [](const auto& e) { return std::pair(e.second % 10, e.first); });
    CHECK(inverse.count(3) == 10);
    std::for_each(even.begin(), even.end(), [&](const auto& e) { source.erase(e.first); });
    CHECK(source.size() == 50);
    mapcheck::map<int, int> all;
    std::set_union(source.begin(), source.end(), even.begin(), even.end(), std::inserter(all, all.end()));
    mapcheck::map<int, int> rest;
    std::set_difference(all.begin(), all.end(), even.begin(), even.end(), std::inserter(rest, rest.end()));
    CHECK(rest == source && rest != even);
    CHECK(std::equal(rest.begin(), rest.end(), source.begin(), source.end()));
    CHECK(std::includes(all.begin(), all.end(), rest.begin(), rest.end()));

    mapcheck::unordered_map<int, int> counts;
    for (const auto& [group, member] : inverse) counts[group] += member;
    const int total =
        std::accumulate(counts.begin(), counts.end(), 0, [](int n, const auto& e) { return n + e.second; });
    CHECK(total == 4950);
    const auto best = std::max_element(counts.begin(), counts.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    CHECK(best->first == 9);
    std::vector<std::pair<int, int>> flat(inverse.begin(), inverse.end());
    mapcheck::set<std::pair<int, int>, std::greater<>> sorted(flat.begin(), flat.end());
    const auto bound = std::lower_bound(sorted.begin(), sorted.end(), std::pair(5, 55), std::greater<>());
    sorted.erase(bound, sorted.end());
    CHECK(sorted.size() == 44 &&
          std::count_if(sorted.begin(), sorted.end(), [](auto& p) { return p.first == 5; }) == 4);
    source.insert(even.begin(), even.end());
    CHECK(source == all);
}
