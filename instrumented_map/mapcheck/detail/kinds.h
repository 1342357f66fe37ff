// What kind of container a standard one is, and small things that differ with it. Pure traits and functions.
#pragma once

#include <type_traits>

#include <mapcheck/hot.h>

namespace mapcheck::detail {

/// What insert(node_type&&) of a unique container returns.
template <class Iterator, class Node>
struct insert_return {
    Iterator position = Iterator();
    bool inserted = false;
    Node node;
};

template <class B, class = void>
struct is_unique : std::false_type {};
template <class B>
struct is_unique<B, std::void_t<typename B::insert_return_type>> : std::true_type {};
template <class B>
using require_set = std::enable_if_t<std::is_same_v<typename B::key_type, typename B::value_type>>;

/// The mutable iterator at the same place; reads and changes nothing.
template <class Base, class BaseIterator>
MAPCHECK_INLINE typename Base::iterator unconst(Base& base, BaseIterator position) {
    if constexpr (std::is_same_v<BaseIterator, typename Base::iterator>)
        return position;
    else
        return base.erase(position, position);
}

} // namespace mapcheck::detail
