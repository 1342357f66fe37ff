// EXPECT: silent
// OFF: edge_lock
// A thread holds a hundred locks at once, in order; each protects a map of its own, and they are given back out of
// order.
#include <deque>
#include <mapcheck/map.h>
#include <mutex>
#include <thread>

#include "check.h"

struct Shard {
    std::mutex mutex;
    mapcheck::map<int, int> map;
};

int main() {
    std::deque<Shard> shards(100);
    auto sweep = [&](int me) {
        for (int round = 0; round < 10; ++round) {
            for (auto& shard : shards) shard.mutex.lock();
            for (auto& shard : shards) {
                shard.map[me * 100 + round] = me;
                int count = 0;
                for (const auto& entry : shard.map) count += entry.second >= 0;
                CHECK(count == static_cast<int>(shard.map.size()));
            }
            for (std::size_t i = 0; i < shards.size(); i += 2) shards[i].mutex.unlock();
            for (std::size_t i = 1; i < shards.size(); i += 2) shards[i].mutex.unlock();
        }
    };
    std::thread one(sweep, 1);
    std::thread two(sweep, 2);
    one.join();
    two.join();
    for (auto& shard : shards) CHECK(shard.map.size() == 20);
}
