// Containers whose allocator never gives memory back: what an erased element leaves behind stays readable and linked
// as it was. A racy test program that steps over a dead element then survives its own bug, also under ASan, and the
// run can be judged to its end.
//
// Owner of one static arena of the process; allocate may be called from any thread (relaxed, so that it orders
// nothing), deallocate does nothing.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <new>
#include <utility>

#include <mapcheck/map.h>
#include <mapcheck/set.h>
#include <mapcheck/unordered_map.h>
#include <mapcheck/unordered_set.h>

namespace kept {

inline constexpr std::size_t arena_bytes = std::size_t{4} << 20;
alignas(64) inline unsigned char arena[arena_bytes];
inline std::atomic<std::size_t> arena_used{0};

template <class T>
struct allocator {
    using value_type = T;

    allocator() = default;
    template <class U>
    allocator(const allocator<U>&) noexcept {}

    T* allocate(std::size_t n) {
        const std::size_t bytes = (n * sizeof(T) + 63) / 64 * 64;
        const std::size_t at = arena_used.fetch_add(bytes, std::memory_order_relaxed);
        if (at + bytes > arena_bytes) throw std::bad_alloc();
        return reinterpret_cast<T*>(arena + at);
    }
    void deallocate(T*, std::size_t) noexcept {}

    friend bool operator==(const allocator&, const allocator&) { return true; }
    friend bool operator!=(const allocator&, const allocator&) { return false; }
};

template <class K, class V>
using map = mapcheck::map<K, V, std::less<K>, allocator<std::pair<const K, V>>>;
template <class K, class V>
using multimap = mapcheck::multimap<K, V, std::less<K>, allocator<std::pair<const K, V>>>;
template <class K>
using set = mapcheck::set<K, std::less<K>, allocator<K>>;
template <class K, class V>
using unordered_map = mapcheck::unordered_map<K, V, std::hash<K>, std::equal_to<K>, allocator<std::pair<const K, V>>>;
template <class K>
using unordered_set = mapcheck::unordered_set<K, std::hash<K>, std::equal_to<K>, allocator<K>>;

} // namespace kept
