// EXPECT: silent
// OFF: clause_address_reuse
// extract, change the key, insert again: the node keeps its address, its old iterators are gone for good, and the one
// that insert returns is the one that is used from then on [container.node].
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <string>
#include <vector>

#include "check.h"

template <class Map>
static void rename(Map& map) {
    for (int i = 0; i < 100; ++i) map.emplace(i, std::to_string(i));
    std::vector<typename Map::iterator> handles;
    for (int i = 0; i < 100; i += 2) {
        const std::string* text = &map.find(i)->second;
        auto node = map.extract(i);
        CHECK(!node.empty() && node.mapped() == std::to_string(i));
        node.key() = 1000 + i;
        auto result = map.insert(std::move(node));
        CHECK(result.inserted);
        CHECK(&result.position->second == text); // the same node
        handles.push_back(result.position);
    }
    for (int i = 1; i < 100; i += 2) map.erase(i);
    for (auto handle : handles) CHECK(std::to_string(handle->first - 1000) == handle->second);
    for (auto handle : handles) map.erase(handle);
    CHECK(map.empty());
}

int main() {
    mapcheck::map<int, std::string> sorted;
    rename(sorted);
    mapcheck::unordered_map<int, std::string> hashed;
    hashed.reserve(300);
    rename(hashed);

    // A node handle outlives its map, and goes into another one.
    mapcheck::map<int, std::string>::node_type node;
    {
        mapcheck::map<int, std::string> first{{1, "one"}, {2, "two"}};
        node = first.extract(first.begin());
    }
    auto place = sorted.insert(std::move(node)).position;
    sorted.emplace(0, "zero");
    CHECK(place->second == "one" && std::prev(place)->second == "zero");
}
