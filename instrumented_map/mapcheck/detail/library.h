// What is known of the standard libraries below: how to get the node that an iterator holds, and the
// node around a value. A node's address names an element in the detector's tables (tombstones), so
// both ways to it must agree; tests/interface/nodes.cpp compares them for many alignments.
//
// Owner of all knowledge of libstdc++'s and libc++'s insides; no other file of the wrapper has any.
// Pure functions: nothing here reads a node's memory but where it says so.
#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <string>
#include <type_traits>
#if defined(_GLIBCXX_DEBUG)
#include <debug/safe_iterator.h>
#include <debug/safe_local_iterator.h>
#endif

#include <mapcheck/hot.h>

namespace mapcheck::detail {

template <class T, class = void>
struct is_unordered : std::false_type {};
template <class T>
struct is_unordered<T, std::void_t<typename T::hasher>> : std::true_type {};

namespace library {

/// The iterators of _GLIBCXX_DEBUG, which hold the plain one: base() gives it, also when it is dead.
template <class Iterator>
struct is_debug_iterator : std::false_type {};
#if defined(_GLIBCXX_DEBUG)
template <class Iterator, class Sequence, class Category>
struct is_debug_iterator<__gnu_debug::_Safe_iterator<Iterator, Sequence, Category>> : std::true_type {};
template <class Iterator, class Sequence>
struct is_debug_iterator<__gnu_debug::_Safe_local_iterator<Iterator, Sequence>> : std::true_type {};
#endif

/// Whether nodes are named by plain pointers: not so with libc++ and an allocator of fancy pointers.
template <class Iterator>
inline constexpr bool plain_nodes = is_debug_iterator<Iterator>::value ||
                                    (std::is_trivially_copyable_v<Iterator> && sizeof(Iterator) == sizeof(void*) &&
                                     std::is_pointer_v<typename std::iterator_traits<Iterator>::pointer>);

/// The node that the iterator holds: of an end iterator null if unordered, else the header inside the
/// container. unknown_node() where nodes are not plain. Both libraries' iterators hold this one pointer.
template <class Iterator>
MAPCHECK_INLINE const void* node_of(const Iterator& iterator) {
    if constexpr (is_debug_iterator<Iterator>::value) {
        return node_of(iterator.base());
    } else if constexpr (plain_nodes<Iterator>) {
        const void* node;
        __builtin_memcpy(&node, &iterator, sizeof node);
        return node;
    } else {
        return hot::unknown_node();
    }
}

/// Of an end of an ordered container: whether that has no elements. Reads the node.
template <class Iterator>
MAPCHECK_INLINE bool is_end_of_empty(const Iterator& iterator) {
    if constexpr (plain_nodes<Iterator>) {
        // The root: the first member of libc++'s end node, behind the colour in libstdc++'s header.
#if defined(_LIBCPP_VERSION)
        constexpr int root = 0;
#else
        constexpr int root = 1;
#endif
        return static_cast<const void* const*>(node_of(iterator))[root] == nullptr;
    } else {
        return false;
    }
}

template <class Iterator>
MAPCHECK_INLINE auto current_node(const Iterator& iterator, int) -> decltype(iterator._M_cur) {
    return iterator._M_cur;
}
template <class Iterator>
MAPCHECK_INLINE const void* current_node(const Iterator& iterator, long) {
    const void* node = hot::unknown_node();
#if defined(_LIBCPP_VERSION)
    if constexpr (std::is_trivially_copyable_v<Iterator> &&
                  std::is_pointer_v<typename std::iterator_traits<Iterator>::pointer>)
        __builtin_memcpy(&node, &iterator, sizeof node);
#else
    (void)iterator;
#endif
    return node;
}
/// The node that the iterator of a bucket holds, unknown_node() if it cannot be told.
template <class Iterator>
MAPCHECK_INLINE const void* node_of_local(const Iterator& iterator) {
    if constexpr (is_debug_iterator<Iterator>::value)
        return node_of_local(iterator.base());
    else
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
    if constexpr (!plain_nodes<typename Base::iterator>) return hot::unknown_node();
    return reinterpret_cast<const char*>(std::addressof(key_of<Base>(handle))) - value_offset<Base>();
}

/// How std::string and std::string_view lie in memory.
#if defined(_LIBCPP_ABI_ALTERNATE_STRING_LAYOUT)
inline constexpr hot::KeyKind string_kind = hot::KeyKind::hidden;
inline constexpr hot::KeyKind view_kind = hot::KeyKind::view_libcxx;
#elif defined(_LIBCPP_VERSION)
inline constexpr hot::KeyKind string_kind = hot::KeyKind::string_libcxx;
inline constexpr hot::KeyKind view_kind = hot::KeyKind::view_libcxx;
#else
#if _GLIBCXX_USE_CXX11_ABI
inline constexpr hot::KeyKind string_kind = hot::KeyKind::string_libstdcxx;
#else
inline constexpr hot::KeyKind string_kind = hot::KeyKind::hidden;
#endif
inline constexpr hot::KeyKind view_kind = hot::KeyKind::view_libstdcxx;
#endif

/// The node around the key and value of a map.
template <class Base>
MAPCHECK_INLINE const void* node_around(const typename Base::mapped_type& mapped) {
    using Key = typename Base::key_type;
    if constexpr (!plain_nodes<typename Base::iterator>) return hot::unknown_node();
    constexpr std::size_t in_pair = rounded_up(sizeof(Key), alignof(typename Base::mapped_type));
    return reinterpret_cast<const char*>(std::addressof(mapped)) - in_pair - value_offset<Base>();
}

} // namespace library
} // namespace mapcheck::detail
