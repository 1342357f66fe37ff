// Which types run no code of the user's own: decides how an element is built while the map is marked.
//
//   plain    the element's constructor cannot touch the map: build it inside the mark
//   marked   it might, the container's comparator or hash cannot: build it inside a mark that says so
//   outside  both might: build the node outside the mark, then link it
//
// A type that is not listed here is never wrong, only slower. Pure traits.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <mapcheck/detail/library.h>

namespace mapcheck::detail {

/// Types of the standard library (and scalars) whose operations run nothing that could know the map.
/// Aggregates: whether trivial aggregates count too; they have no constructors, but may have an operator<.
template <class T, bool Aggregates>
struct is_inert
    : std::bool_constant<std::is_scalar_v<T> || (Aggregates && std::is_trivial_v<T> && std::is_aggregate_v<T>)> {};
template <class T, bool A>
struct is_inert<const T, A> : is_inert<T, A> {};
template <class C, bool A>
struct is_inert<std::basic_string<C>, A> : std::true_type {};
template <class C, bool A>
struct is_inert<std::basic_string_view<C>, A> : std::true_type {};
template <class T, class D, bool A>
struct is_inert<std::unique_ptr<T, D>, A> : std::true_type {};
template <class T, bool A>
struct is_inert<std::shared_ptr<T>, A> : std::true_type {};
template <class T, bool A>
struct is_inert<std::weak_ptr<T>, A> : std::true_type {};
template <class T, bool A>
struct is_inert<std::vector<T>, A> : is_inert<T, A> {};
template <class T, bool A>
struct is_inert<std::optional<T>, A> : is_inert<T, A> {};
template <class T, class U, bool A>
struct is_inert<std::pair<T, U>, A> : std::conjunction<is_inert<T, A>, is_inert<U, A>> {};
template <class... T, bool A>
struct is_inert<std::tuple<T...>, A> : std::conjunction<is_inert<T, A>...> {};
template <class R, class P, bool A>
struct is_inert<std::chrono::duration<R, P>, A> : is_inert<R, A> {};
template <class C, class D, bool A>
struct is_inert<std::chrono::time_point<C, D>, A> : is_inert<D, A> {};

/// Comparing or hashing keys runs nothing that could know the map.
template <class F, class Key>
struct is_inert_function : std::false_type {};
template <class A, class Key>
struct is_inert_function<std::less<A>, Key> : is_inert<Key, false> {};
template <class A, class Key>
struct is_inert_function<std::greater<A>, Key> : is_inert<Key, false> {};
template <class A, class Key>
struct is_inert_function<std::equal_to<A>, Key> : is_inert<Key, false> {};
template <class A, class Key>
struct is_inert_function<std::hash<A>, Key> : is_inert<Key, false> {};

template <class Base, class = void>
struct has_inert_lookup : is_inert_function<typename Base::key_compare, typename Base::key_type> {};
template <class Base>
struct has_inert_lookup<Base, std::enable_if_t<is_unordered<Base>::value>>
    : std::conjunction<is_inert_function<typename Base::hasher, typename Base::key_type>,
                       is_inert_function<typename Base::key_equal, typename Base::key_type>> {};

enum class Building { plain, marked, outside };

/// Asked in members only, where the element is a complete type.
template <class Base>
constexpr Building building() {
    if (is_inert<typename Base::value_type, true>::value) return Building::plain;
    return has_inert_lookup<Base>::value ? Building::marked : Building::outside;
}

} // namespace mapcheck::detail
