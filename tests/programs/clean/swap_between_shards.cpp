// EXPECT: silent
// OFF: edge_lock
// Shards with a mutex each: threads swap and move the maps of two shards while they hold both locks (std::scoped_lock),
// and work on one while they hold one. A map's history travels with its elements, from lock to lock.
#include <mapcheck/unordered_map.h>
#include <mutex>
#include <thread>
#include <vector>

#include "check.h"

struct Shard {
    std::mutex mutex;
    mapcheck::unordered_map<int, int> map;
};

int main() {
    std::vector<Shard> shards(4);
    std::vector<std::thread> threads;
    for (int me = 0; me < 3; ++me) {
        threads.emplace_back([&, me] {
            unsigned random = static_cast<unsigned>(me) * 77 + 1;
            for (int i = 0; i < 300; ++i) {
                random = random * 1664525 + 1013904223;
                auto& one = shards[random >> 30];
                auto& two = shards[random >> 28 & 3];
                if (&one == &two) {
                    std::lock_guard lock(one.mutex);
                    one.map[me * 1000 + i] = 1;
                    for (auto& [key, value] : one.map) ++value;
                    continue;
                }
                std::scoped_lock lock(one.mutex, two.mutex);
                one.map[me * 1000 + i] = 1;
                if (i % 3 == 0) {
                    one.map.swap(two.map);
                } else if (i % 3 == 1) {
                    auto held = std::move(one.map);
                    one.map = std::move(two.map);
                    two.map = std::move(held);
                } else {
                    one.map.merge(two.map);
                }
            }
        });
    }
    for (auto& t : threads) t.join();
    std::size_t total = 0;
    for (auto& shard : shards) total += shard.map.size();
    CHECK(total == 900);
}
