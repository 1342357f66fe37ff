// EXPECT: silent
// OFF: clause_travel
// Move construction and move assignment (equal allocators) hand the nodes over: iterators to elements stay valid and
// belong to the new container [container.reqmts]. The moved-from map is filled again and has a life of its own.
#include <algorithm>
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <optional>
#include <utility>
#include <vector>

#include "check.h"

int main() {
    using Map = mapcheck::map<int, int>;
    Map map;
    for (int i = 0; i < 50; ++i) map[i] = i;
    auto it = map.find(20);
    Map moved(std::move(map));
    map.clear();
    for (int i = 0; i < 10; ++i) map[i] = -1;
    CHECK(it->second == 20 && (++it)->second == 21);
    it = moved.erase(it);
    Map assigned;
    assigned[7] = 7;
    assigned = std::move(moved);
    CHECK(it->second == 22 && std::distance(it, assigned.end()) == 28);
    CHECK(map.size() == 10);

    // A vector that grows moves its maps; their elements stay where they are.
    using Hashed = mapcheck::unordered_map<int, int>;
    std::vector<Hashed> shards;
    std::vector<Hashed::iterator> handles;
    for (int shard = 0; shard < 40; ++shard) {
        auto& made = shards.emplace_back();
        made.reserve(10);
        for (int i = 0; i < 10; ++i) made[i] = shard;
        handles.push_back(made.find(5));
    }
    std::rotate(shards.begin(), shards.begin() + 13, shards.end());
    for (int shard = 0; shard < 40; ++shard) {
        auto& owner = shards[(shard + 27) % 40];
        CHECK(handles[shard]->second == shard);
        owner.erase(handles[shard]);
        CHECK(owner.size() == 9);
    }
    std::optional<Map> maybe(std::move(assigned));
    const auto last = std::prev(maybe->end());
    std::optional<Map> other = std::move(maybe);
    maybe.reset();
    CHECK(last->first == 49);
    other->erase(last);
    CHECK(other->size() == 48);
}
