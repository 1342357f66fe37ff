// EXPECT: silent
// OFF: clause_own_thread
// Shortest paths with a std::set as the queue: each step erases its first element and, inside a loop over the
// neighbours in another map, erases and inserts more. All on one thread, no iterator outlives its element.
#include <mapcheck/map.h>
#include <mapcheck/set.h>
#include <utility>

#include "check.h"

int main() {
    constexpr int side = 30;
    mapcheck::map<int, mapcheck::map<int, int>> roads;
    for (int at = 0; at < side * side; ++at) {
        if (at % side + 1 < side) roads[at][at + 1] = roads[at + 1][at] = 1 + at * 7 % 5;
        if (at + side < side * side) roads[at][at + side] = roads[at + side][at] = 1 + at * 11 % 7;
    }
    mapcheck::map<int, int> distance{{0, 0}};
    mapcheck::set<std::pair<int, int>> queue{{0, 0}};
    while (!queue.empty()) {
        const auto first = queue.begin();
        const auto [so_far, at] = *first;
        queue.erase(first);
        for (const auto& [next, length] : roads[at]) {
            const auto known = distance.find(next);
            if (known != distance.end()) {
                if (known->second <= so_far + length) continue;
                queue.erase({known->second, next});
            }
            distance[next] = so_far + length;
            queue.emplace(so_far + length, next);
        }
    }
    CHECK(distance.size() == side * side);
    for (const auto& [from, neighbours] : roads) {
        for (const auto& [to, length] : neighbours) CHECK(distance[to] <= distance[from] + length);
    }
}
