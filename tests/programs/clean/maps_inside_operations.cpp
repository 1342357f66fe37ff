// EXPECT: silent
// OFF: edge_lock
// Operations of one map that use another one inside: an allocator that books its blocks in a map, a comparator that
// counts in a map, elements whose destructors write to a map; the shared ones under a mutex.
#include <cstddef>
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <mutex>
#include <new>
#include <thread>

#include "check.h"

static std::mutex mutex;
static mapcheck::map<const void*, std::size_t> blocks;
static mapcheck::unordered_map<int, int> compared;
static mapcheck::map<int, int> ended;

template <class T>
struct Booked {
    using value_type = T;
    Booked() = default;
    template <class U>
    Booked(const Booked<U>&) {}
    T* allocate(std::size_t n) {
        auto* block = static_cast<T*>(::operator new(n * sizeof(T)));
        std::lock_guard lock(mutex);
        blocks[block] = n;
        return block;
    }
    void deallocate(T* block, std::size_t n) {
        {
            std::lock_guard lock(mutex);
            const auto it = blocks.find(block);
            CHECK(it != blocks.end() && it->second == n);
            blocks.erase(it);
        }
        ::operator delete(block);
    }
    friend bool operator==(const Booked&, const Booked&) { return true; }
    friend bool operator!=(const Booked&, const Booked&) { return false; }
};
struct Counting {
    bool operator()(int a, int b) const {
        std::lock_guard lock(mutex);
        ++compared[a % 10];
        return a < b;
    }
};
struct Noted {
    int number = 0;
    ~Noted() {
        std::lock_guard lock(mutex);
        ++ended[number];
    }
};

int main() {
    auto work = [](int me) {
        mapcheck::map<int, Noted, Counting, Booked<std::pair<const int, Noted>>> map;
        for (int i = 0; i < 100; ++i) map[i].number = me;
        for (auto it = map.begin(); it != map.end();) it = it->first % 2 ? map.erase(it) : std::next(it);
        map.erase(10);
        CHECK(map.size() == 49);
    };
    std::thread one(work, 1);
    std::thread two(work, 2);
    one.join();
    two.join();
    CHECK(blocks.empty() && ended[1] == 100 && ended[2] == 100);
    CHECK(compared.size() == 10);
}
