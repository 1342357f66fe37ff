// What is known of the standard libraries below: how to get the node that an iterator holds, and the
// node around a value. A node's address names an element in the detector's tables (tombstones), so
// both ways to it must agree; tests/interface/nodes.cpp compares them for many alignments.
//
// Owner of all knowledge of libstdc++'s and libc++'s insides; no other file of the wrapper has any.
// Pure functions: nothing here reads a node's memory.
#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <type_traits>

#include <mapcheck/hot.h>

namespace mapcheck::detail {

template <class T, class = void>
struct is_unordered : std::false_type {};
template <class T>
struct is_unordered<T, std::void_t<typename T::hasher>> : std::true_type {};

namespace library {

/// Whether nodes are named by plain pointers: not so with libc++ and an allocator of fancy pointers.
template <class Iterator>
inline constexpr bool plain_nodes =
    std::is_trivially_copyable_v<Iterator> &&
    sizeof(Iterator) == sizeof(void*) && std::is_pointer_v<typename std::iterator_traits<Iterator>::pointer>;

/// The node that the iterator holds: of an end iterator null if unordered, else the header inside the
/// container. Null where nodes are not plain. Both libraries' iterators hold this one pointer.
template <class Iterator>
MAPCHECK_INLINE const void* node_of(const Iterator& iterator) {
    if constexpr (plain_nodes<Iterator>) {
        const void* node;
        __builtin_memcpy(&node, &iterator, sizeof node);
        return node;
    } else {
        return nullptr;
    }
}

template <class Iterator>
MAPCHECK_INLINE auto current_node(const Iterator& iterator, int) -> decltype(iterator._M_cur) {
    return iterator._M_cur;
}
template <class Iterator>
MAPCHECK_INLINE const void* current_node(const Iterator& iterator, long) {
    const void* node = nullptr;
#if defined(_LIBCPP_VERSION)
    if constexpr (std::is_trivially_copyable_v<Iterator> &&
                  std::is_pointer_v<typename std::iterator_traits<Iterator>::pointer>)
        __builtin_memcpy(&node, &iterator, sizeof node);
#else
    (void)iterator;
#endif
    return node;
}
/// The node that the iterator of a bucket holds, null if it cannot be told.
template <class Iterator>
MAPCHECK_INLINE const void* node_of_local(const Iterator& iterator) {
    return current_node(iterator, 0);
}

constexpr std::size_t rounded_up(std::size_t bytes, std::size_t alignment) {
    return (bytes + alignment - 1) / alignment * alignment;
}

/// How far a value lies inside its node. A tree's node begins with three pointers and a colour, which
/// libstdc++ pads to 32 bytes; libc++ lets the value into the padding. A hash node begins with the next
/// pointer, and in libc++ the hash.
template <class Base>
constexpr std::size_t value_offset() {
    constexpr std::size_t alignment = alignof(typename Base::value_type);
#if defined(_LIBCPP_VERSION)
    constexpr std::size_t head = is_unordered<Base>::value ? 2 * sizeof(void*) : 3 * sizeof(void*) + 1;
#else
    constexpr std::size_t head = is_unordered<Base>::value ? sizeof(void*) : 4 * sizeof(void*);
#endif
    return rounded_up(head, alignment);
}

template <class Base>
MAPCHECK_INLINE const typename Base::key_type& key_of(const typename Base::node_type& handle) {
    if constexpr (std::is_same_v<typename Base::key_type, typename Base::value_type>)
        return handle.value();
    else
        return handle.key();
}

/// The key of the element at a standard iterator.
template <class Base, class BaseIterator>
MAPCHECK_INLINE const typename Base::key_type& key_at(const BaseIterator& position) {
    if constexpr (std::is_same_v<typename Base::key_type, typename Base::value_type>)
        return *position;
    else
        return position->first;
}

/// The node around the element of a full node handle.
template <class Base>
MAPCHECK_INLINE const void* node_in(const typename Base::node_type& handle) {
    if constexpr (!plain_nodes<typename Base::iterator>) return nullptr;
    return reinterpret_cast<const char*>(std::addressof(key_of<Base>(handle))) - value_offset<Base>();
}

} // namespace library
} // namespace mapcheck::detail
