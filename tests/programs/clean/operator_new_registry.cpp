// EXPECT: silent
// OFF: edge_lock
// A leak tracker: the program replaces operator new and delete and books every block in a map, under a mutex, guarded
// against itself (the map's own nodes are not booked). Every allocation of every container passes through it.
#include <cstddef>
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <mutex>
#include <new>
#include <thread>

#include "check.h"

static std::mutex mutex;
static thread_local bool booking = false;
static bool enabled = false;
static mapcheck::map<void*, std::size_t>* blocks = nullptr;

void* operator new(std::size_t size) {
    void* block = std::malloc(size);
    if (!block) throw std::bad_alloc();
    if (enabled && !booking) {
        booking = true;
        {
            std::lock_guard lock(mutex);
            (*blocks)[block] = size;
        }
        booking = false;
    }
    return block;
}
void operator delete(void* block) noexcept {
    if (enabled && !booking && block) {
        booking = true;
        {
            std::lock_guard lock(mutex);
            blocks->erase(block);
        }
        booking = false;
    }
    std::free(block);
}
void operator delete(void* block, std::size_t) noexcept { operator delete(block); }

int main() {
    blocks = new mapcheck::map<void*, std::size_t>;
    Cue enabled_now;
    auto work = [&] {
        enabled_now.await();
        for (int round = 0; round < 10; ++round) {
            mapcheck::unordered_map<int, int> map;
            for (int i = 0; i < 50; ++i) map[i] = i;
            for (auto it = map.begin(); it != map.end(); it = map.erase(it)) {}
        }
    };
    enabled = true;
    std::thread one(work);
    std::thread two(work);
    enabled_now.set();
    one.join();
    two.join();
    std::lock_guard lock(mutex);
    booking = true;
    std::size_t bytes = 0;
    for (const auto& [block, size] : *blocks) bytes += size;
    CHECK(bytes < 4096); // what the two threads left: nothing of the maps
    enabled = false;
}
