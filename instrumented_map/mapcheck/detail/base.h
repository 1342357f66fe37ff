// mapcheck::base(): the standard container (or iterator) below a checked one, and the object itself where
// it is not checked, so that one source serves both. mapcheck_name(): a name for reports.
#pragma once

#if __cplusplus < 201703L
#error "mapcheck's containers need C++17: compile with -std=c++17 or later (the CMake target asks for it)"
#endif

#include <type_traits>

namespace mapcheck {

namespace detail {
/// Marks what base() unwraps.
struct checked_tag {};
template <class T, class = void>
struct is_checked : std::false_type {};
template <class T>
struct is_checked<T, std::enable_if_t<std::is_same_v<typename T::mapcheck_tag, checked_tag>>> : std::true_type {};
} // namespace detail

/// For interfaces that want the standard type. What is done through it is not watched.
template <class T>
__attribute__((always_inline)) constexpr auto& base(T& object) noexcept {
    if constexpr (detail::is_checked<T>::value)
        return object.base();
    else
        return object;
}

} // namespace mapcheck

#ifdef MAPCHECK
/// Names a map in reports; the text is copied. Allowed at any time, costs about 100 ns.
#define mapcheck_name(map, text) ((map).mapcheck_set_name(text))
#else
#define mapcheck_name(map, text) ((void)(map), (void)(text))
#endif
