// EXPECT: re-entrant map write @ inner / outer
// OFF: reentrant_write
//
// An allocator under memory pressure asks the cache to evict something, and the allocation came from the cache itself:
// its growing bucket array. Met with memory-budget allocators.
#include <cstdio>
#include <functional>
#include <memory>
#include <utility>

#include <mapcheck/unordered_map.h>

bool under_pressure = false;
void evict_oldest();

template <class T>
struct Budgeted {
    using value_type = T;
    Budgeted() = default;
    template <class U>
    Budgeted(const Budgeted<U>&) {}
    T* allocate(std::size_t n) {
        if (under_pressure) {
            under_pressure = false;
            evict_oldest();
        }
        return std::allocator<T>().allocate(n);
    }
    void deallocate(T* p, std::size_t n) { std::allocator<T>().deallocate(p, n); }
    friend bool operator==(const Budgeted&, const Budgeted&) { return true; }
    friend bool operator!=(const Budgeted&, const Budgeted&) { return false; }
};
using Cache =
    mapcheck::unordered_map<int, int, std::hash<int>, std::equal_to<int>, Budgeted<std::pair<const int, int>>>;

Cache* cache = nullptr;

void evict_oldest() {
    cache->erase(1); // [inner]
}

int main() {
    Cache table;
    cache = &table;
    for (int i = 1; i < 8; ++i) table.emplace(i, i);
    under_pressure = true;
    table.reserve(1000); // [outer]
    std::printf("size: %zu\n", table.size());
}
