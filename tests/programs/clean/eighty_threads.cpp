// EXPECT: silent
// OFF: edge_lock
// Eighty threads alive at once (more than a machine word has bits), all of them on one map under one mutex, and each on
// a map that it passes on to its neighbour.
#include <algorithm>
#include <mapcheck/map.h>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "check.h"

struct Slot {
    std::mutex mutex;
    std::unique_ptr<mapcheck::map<int, int>> map;
};

int main() {
    constexpr int count = 80;
    std::mutex mutex;
    mapcheck::map<int, int> shared;
    std::vector<Slot> slots(count);
    std::vector<std::thread> threads;
    for (int me = 0; me < count; ++me) {
        threads.emplace_back([&, me] {
            auto mine = std::make_unique<mapcheck::map<int, int>>();
            for (int i = 0; i < 10; ++i) (*mine)[i] = me;
            {
                std::lock_guard lock(slots[(me + 1) % count].mutex);
                slots[(me + 1) % count].map = std::move(mine);
            }
            while (!mine) {
                usleep(1000);
                std::lock_guard lock(slots[me].mutex);
                mine = std::move(slots[me].map);
            }
            for (auto it = mine->begin(); it != mine->end(); it = mine->erase(it)) {
                CHECK(it->second == (me + count - 1) % count);
            }
            std::lock_guard lock(mutex);
            shared[me] = me;
            int largest = 0;
            for (const auto& [key, value] : shared) largest = std::max(largest, value);
            CHECK(largest >= me);
        });
    }
    for (auto& t : threads) t.join();
    CHECK(shared.size() == count);
}
