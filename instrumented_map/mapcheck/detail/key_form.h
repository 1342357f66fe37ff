// What the runtime may show of a container's keys when a user asks for it (option print_keys): numbers, texts and
// pointers, which it can read without running any of the program's code. All other keys stay hidden.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include <mapcheck/detail/library.h>
#include <mapcheck/hot.h>

namespace mapcheck::detail {

template <class Key>
constexpr hot::KeyKind key_kind() {
    using hot::KeyKind;
    if constexpr (std::is_same_v<Key, std::string>) {
        return library::string_kind;
    } else if constexpr (std::is_same_v<Key, std::string_view>) {
        return library::view_kind;
    } else if constexpr (std::is_pointer_v<Key>) {
        return KeyKind::pointer;
    } else if constexpr (sizeof(Key) > sizeof(std::uint64_t)) {
        return KeyKind::hidden;
    } else if constexpr (std::is_same_v<Key, bool>) {
        return KeyKind::boolean;
    } else if constexpr (std::is_same_v<Key, char>) {
        return KeyKind::character;
    } else if constexpr (std::is_floating_point_v<Key>) {
        return KeyKind::floating;
    } else if constexpr (std::is_integral_v<Key>) {
        return std::is_signed_v<Key> ? KeyKind::signed_number : KeyKind::unsigned_number;
    } else if constexpr (std::is_enum_v<Key>) {
        return std::is_signed_v<std::underlying_type_t<Key>> ? KeyKind::signed_number : KeyKind::unsigned_number;
    } else {
        return KeyKind::hidden;
    }
}

template <class Base>
constexpr hot::KeyForm key_form() {
    using Key = typename Base::key_type;
    constexpr std::size_t offset = library::value_offset<Base>();
    if constexpr (key_kind<Key>() == hot::KeyKind::hidden || !library::plain_nodes<typename Base::iterator> ||
                  offset > UINT16_MAX)
        return {};
    else
        return {key_kind<Key>(), static_cast<std::uint8_t>(sizeof(Key)), static_cast<std::uint16_t>(offset)};
}

} // namespace mapcheck::detail
