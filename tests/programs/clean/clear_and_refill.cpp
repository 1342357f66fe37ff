// EXPECT: silent
// OFF: clause_own_thread
// Maps that are emptied and used again in every way there is: clear, assignment of {}, swap with a temporary, exchange,
// range erase, extraction of all nodes; iterators are taken anew each time.
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <utility>
#include <vector>

#include "check.h"

template <class Map>
static void fill_and_walk(Map& map, int round) {
    for (int i = 0; i < 50; ++i) map[i] = round;
    int sum = 0;
    for (auto it = map.begin(); it != map.end(); ++it) sum += it->second;
    CHECK(sum == 50 * round);
    auto it = map.find(7);
    map.erase(8);
    CHECK(it->second == round);
}

template <class Map>
static void all_ways() {
    Map map;
    fill_and_walk(map, 1);
    map.clear();
    fill_and_walk(map, 2);
    map = {};
    fill_and_walk(map, 3);
    Map().swap(map);
    fill_and_walk(map, 4);
    Map old = std::exchange(map, Map{});
    fill_and_walk(map, 5);
    CHECK(old.size() == 49 && old.begin()->second == 4);
    map.erase(map.begin(), map.end());
    fill_and_walk(map, 6);
    std::vector<typename Map::node_type> nodes;
    while (!map.empty()) nodes.push_back(map.extract(map.begin()));
    fill_and_walk(map, 7);
    for (auto& node : nodes) map.insert(std::move(node));
    CHECK(map.size() == 49 && map.at(7) == 7); // all of them were there again
    map = old;
    fill_and_walk(map, 8);
    map = std::move(old);
    old.clear();
    fill_and_walk(map, 9);
    fill_and_walk(old, 10);
}

int main() {
    all_ways<mapcheck::map<int, int>>();
    all_ways<mapcheck::unordered_map<int, int>>();
}
