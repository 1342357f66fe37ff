// EXPECT: silent
// A map dies and another is made in the same storage, again and again, the nodes at the same addresses too; iterators
// into the old one are discarded with it. Once the storage of a living map is simply used again, without running its
// destructor, which ends the old object's life all the same [basic.life] (its nodes came from a buffer of their own).
// No OFF: it is object identity that is tested, which no single clause stands for.
#include <cstddef>
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <memory_resource>
#include <new>

#include "check.h"

int main() {
    using Map = mapcheck::map<int, int>;
    alignas(Map) std::byte storage[sizeof(Map)];
    long sum = 0;
    for (int round = 0; round < 2000; ++round) {
        Map* map = new (storage) Map;
        for (int i = 0; i < 5; ++i) (*map)[i] = round;
        auto it = map->begin();
        for (int i = 0; i < 3; ++i) sum += (it++)->second;
        map->erase(it);
        map->~Map();
    }
    CHECK(sum == 3L * 1999 * 1000);

    for (int round = 0; round < 500; ++round) {
        mapcheck::unordered_map<int, int> local; // the same stack slot every time
        for (int i = 0; i < 20; ++i) local[i] = i;
        auto it = local.find(7);
        CHECK(it->second == 7);
        local.erase(it);
    }

    using Pooled = mapcheck::pmr::map<int, int>;
    alignas(Pooled) std::byte place[sizeof(Pooled)];
    std::byte buffer[4096];
    for (int round = 0; round < 200; ++round) {
        std::pmr::monotonic_buffer_resource arena(buffer, sizeof buffer, std::pmr::null_memory_resource());
        auto* map = new (place) Pooled(&arena);
        for (int i = 0; i < 10; ++i) (*map)[i] = round;
        auto it = map->begin();
        it = map->erase(it);
        map->erase(it++);
        CHECK(it->first == 2 && map->size() == 8);
    }
}
