// Comparison of checked containers: reads of both, and the standard library's operators. Found through the
// containers' base class, so that one set serves all eight.
#pragma once

#include <utility>

#include <mapcheck/detail/container.h>
#if __has_include(<compare>) && __cplusplus > 201703L
#include <compare>
#endif

namespace mapcheck::detail {

template <class B, class Compare>
MAPCHECK_INLINE auto compared(const container<B>& a, const container<B>& b, Compare compare) {
    read_scope first(a, Op::compare);
    read_scope second(b, Op::compare);
    const auto result = compare(a.base(), b.base());
    first.end_after(0);
    second.end_after(0);
    return result;
}
// The return types are those of the standard containers, so that what cannot be compared says so.
template <class B>
using base_of = const B&;
template <class B>
MAPCHECK_INLINE auto operator==(const container<B>& a, const container<B>& b)
    -> decltype(std::declval<base_of<B>>() == std::declval<base_of<B>>()) {
    return compared(a, b, [](const B& x, const B& y) { return x == y; });
}
template <class B>
MAPCHECK_INLINE auto operator!=(const container<B>& a, const container<B>& b)
    -> decltype(std::declval<base_of<B>>() != std::declval<base_of<B>>()) {
    return compared(a, b, [](const B& x, const B& y) { return x != y; });
}
template <class B>
MAPCHECK_INLINE auto operator<(const container<B>& a, const container<B>& b)
    -> decltype(std::declval<base_of<B>>() < std::declval<base_of<B>>()) {
    return compared(a, b, [](const B& x, const B& y) { return x < y; });
}
template <class B>
MAPCHECK_INLINE auto operator>(const container<B>& a, const container<B>& b)
    -> decltype(std::declval<base_of<B>>() > std::declval<base_of<B>>()) {
    return compared(a, b, [](const B& x, const B& y) { return x > y; });
}
template <class B>
MAPCHECK_INLINE auto operator<=(const container<B>& a, const container<B>& b)
    -> decltype(std::declval<base_of<B>>() <= std::declval<base_of<B>>()) {
    return compared(a, b, [](const B& x, const B& y) { return x <= y; });
}
template <class B>
MAPCHECK_INLINE auto operator>=(const container<B>& a, const container<B>& b)
    -> decltype(std::declval<base_of<B>>() >= std::declval<base_of<B>>()) {
    return compared(a, b, [](const B& x, const B& y) { return x >= y; });
}
#if defined(__cpp_impl_three_way_comparison) && defined(__cpp_lib_three_way_comparison)
template <class B>
MAPCHECK_INLINE auto operator<=>(const container<B>& a, const container<B>& b)
    -> decltype(std::declval<base_of<B>>() <=> std::declval<base_of<B>>()) {
    return compared(a, b, [](const B& x, const B& y) { return x <=> y; });
}
#endif

} // namespace mapcheck::detail
