// EXPECT: silent
// OFF: clause_address_reuse
// An element is erased and the next one is put at the same address by the allocator. A handle to the new element was
// made after the erasure, so that the old element's death is nothing to it, even after many later changes.
#include <cstddef>
#include <mapcheck/map.h>
#include <new>
#include <utility>

#include "check.h"

static void* last_freed = nullptr;

/// Gives the block out again that was freed last.
template <class T>
struct LastFreed {
    using value_type = T;
    LastFreed() = default;
    template <class U>
    LastFreed(const LastFreed<U>&) {}
    T* allocate(std::size_t) {
        if (last_freed) return static_cast<T*>(std::exchange(last_freed, nullptr));
        return static_cast<T*>(::operator new(sizeof(T)));
    }
    void deallocate(T* block, std::size_t) {
        drop();
        last_freed = block;
    }
    static void drop() { ::operator delete(std::exchange(last_freed, nullptr)); }
    friend bool operator==(const LastFreed&, const LastFreed&) { return true; }
    friend bool operator!=(const LastFreed&, const LastFreed&) { return false; }
};

int main() {
    mapcheck::map<int, int, std::less<int>, LastFreed<std::pair<const int, int>>> map;
    for (int i = 0; i < 10; ++i) map[i] = i;
    auto handle = map.find(5);
    const void* place = &*handle;
    for (int round = 0; round < 1000; ++round) {
        map.erase(handle);
        handle = map.emplace(100 + round, round).first; // in the place that has just become free
        CHECK(&*handle == place);
        const auto other = map.emplace(5000, 0).first; // the map changes: the handle's stamp is old now
        CHECK(handle->first == 100 + round && handle->second == round);
        CHECK(std::next(handle) == other);
        map.erase(other);
        CHECK(std::prev(handle)->first == 9);
        LastFreed<int>::drop();
    }
    map.erase(handle);
    LastFreed<int>::drop();
    CHECK(map.size() == 9);
}
