// What the interface tests share: the eight containers as lists of types, and how to make an element of
// any of them from a number. The same sources are compiled with -DMAPCHECK and without.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <mapcheck/map.h>
#include <mapcheck/set.h>
#include <mapcheck/unordered_map.h>
#include <mapcheck/unordered_set.h>

#include "catch.h"

using OrderedMaps = std::tuple<mapcheck::map<int, long>, mapcheck::multimap<int, long>>;
using UnorderedMaps = std::tuple<mapcheck::unordered_map<int, long>, mapcheck::unordered_multimap<int, long>>;
using OrderedSets = std::tuple<mapcheck::set<int>, mapcheck::multiset<int>>;
using UnorderedSets = std::tuple<mapcheck::unordered_set<int>, mapcheck::unordered_multiset<int>>;

template <class... Lists>
using joined = decltype(std::tuple_cat(std::declval<Lists>()...));
using Ordered = joined<OrderedMaps, OrderedSets>;
using Unordered = joined<UnorderedMaps, UnorderedSets>;
using All = joined<Ordered, Unordered>;
using Maps = joined<OrderedMaps, UnorderedMaps>;
using UniqueMaps = std::tuple<mapcheck::map<int, long>, mapcheck::unordered_map<int, long>>;
using Unique = std::tuple<mapcheck::map<int, long>, mapcheck::set<int>, mapcheck::unordered_map<int, long>,
                          mapcheck::unordered_set<int>>;
using Multi = std::tuple<mapcheck::multimap<int, long>, mapcheck::multiset<int>,
                         mapcheck::unordered_multimap<int, long>, mapcheck::unordered_multiset<int>>;

template <class C>
inline constexpr bool is_map = !std::is_same_v<typename C::key_type, typename C::value_type>;

/// The element of key `key`; the mapped value of maps is ten times that.
template <class C>
typename C::value_type value(int key) {
    if constexpr (is_map<C>)
        return typename C::value_type(key, 10 * key);
    else
        return key;
}
template <class C>
C filled(std::initializer_list<int> keys) {
    C result;
    for (const int key : keys) result.insert(value<C>(key));
    return result;
}
inline int key_of(int element) { return element; }
template <class T>
int key_of(const std::pair<const int, T>& element) {
    return element.first;
}
/// The keys in it, sorted.
template <class C>
std::vector<int> keys(const C& container) {
    std::vector<int> result;
    for (const auto& element : container) result.push_back(key_of(element));
    std::sort(result.begin(), result.end());
    return result;
}
using Keys = std::vector<int>;

/// insert() gives an iterator, or a pair with one.
template <class I>
I position(I result) {
    return result;
}
template <class I>
I position(const std::pair<I, bool>& result) {
    return result.first;
}
