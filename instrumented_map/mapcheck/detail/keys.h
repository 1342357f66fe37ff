// Keys of other types than key_type, and which members of the standard container below take them: look-up
// by C++14 (unordered: C++20), erase and extract by C++23, operator[], at, try_emplace, insert_or_assign,
// bucket and the insert of sets by C++26, each where the library has it. Pure traits, asked in members only.
#pragma once

#include <type_traits>
#include <utility>

#include <mapcheck/detail/library.h>

namespace mapcheck::detail {

template <class B, class = void>
struct has_transparent_order : std::false_type {};
template <class B>
struct has_transparent_order<B, std::void_t<typename B::key_compare::is_transparent>> : std::true_type {};
template <class B, class = void>
struct has_transparent_hash : std::false_type {};
#if defined(__cpp_lib_generic_unordered_lookup)
template <class B>
struct has_transparent_hash<B, std::void_t<typename B::hasher::is_transparent, typename B::key_equal::is_transparent>>
    : std::true_type {};
#endif
/// Whether look-up takes keys of other types; unordered containers do from C++20 on.
template <class B>
struct is_transparent : std::disjunction<has_transparent_order<B>, has_transparent_hash<B>> {};

/// A library without such members converts what converts to key_type, and so must we; with them it does not.
#if defined(__cpp_lib_associative_heterogeneous_erasure)
inline constexpr bool erases_what_converts = true;
#else
inline constexpr bool erases_what_converts = false;
#endif
#if defined(__cpp_lib_associative_heterogeneous_insertion)
inline constexpr bool inserts_what_converts = true;
#else
inline constexpr bool inserts_what_converts = false;
#endif

template <class Container, class Key>
inline constexpr bool is_other_key =
    is_transparent<typename Container::base_type>::value &&
    !std::is_same_v<std::remove_cv_t<std::remove_reference_t<Key>>, typename Container::key_type> &&
    !std::is_convertible_v<Key, typename Container::iterator> &&
    !std::is_convertible_v<Key, typename Container::const_iterator>;
template <class Container, class Key>
using require_erased_key =
    std::enable_if_t<is_other_key<Container, Key> &&
                     (erases_what_converts || !std::is_convertible_v<Key, typename Container::key_type>)>;
template <class Container, class Key>
using require_inserted_key =
    std::enable_if_t<is_other_key<Container, Key> &&
                     (inserts_what_converts || !std::is_convertible_v<Key, typename Container::key_type>)>;

} // namespace mapcheck::detail
