// What deduction guides ask of their arguments, as [associative.reqmts] and [unord.req] say.
#pragma once

#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>

namespace mapcheck::detail {

template <class T, class = void>
struct is_allocator : std::false_type {};
template <class T>
struct is_allocator<T, std::void_t<typename T::value_type, decltype(std::declval<T&>().allocate(std::size_t{}))>>
    : std::true_type {};

template <class T>
using require_input = std::enable_if_t<
    std::is_convertible_v<typename std::iterator_traits<T>::iterator_category, std::input_iterator_tag>>;
template <class T>
using require_allocator = std::enable_if_t<is_allocator<T>::value>;
/// A comparator or predicate.
template <class T>
using require_function = std::enable_if_t<!is_allocator<T>::value>;
template <class T>
using require_hash = std::enable_if_t<!std::is_integral_v<T> && !is_allocator<T>::value>;

// The key, mapped and element types of a range of pairs.
template <class Iterator>
using range_key = std::remove_const_t<typename std::iterator_traits<Iterator>::value_type::first_type>;
template <class Iterator>
using range_mapped = typename std::iterator_traits<Iterator>::value_type::second_type;
template <class Iterator>
using range_element = std::pair<const range_key<Iterator>, range_mapped<Iterator>>;
template <class Iterator>
using range_value = typename std::iterator_traits<Iterator>::value_type;

/// A parameter of which nothing is deduced.
template <class T>
struct identity {
    using type = T;
};
template <class T>
using identity_t = typename identity<T>::type;

} // namespace mapcheck::detail
