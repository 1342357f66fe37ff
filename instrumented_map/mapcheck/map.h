// mapcheck::map and mapcheck::multimap: std::map and std::multimap, watched when compiled with -DMAPCHECK,
// otherwise those types themselves (and mapcheck::unchecked::map always). Include it in place of <map>.
// Guarantees, complexity and thread-safety are those of the standard containers.
#pragma once

#if defined(MAPCHECK) && __has_include(<mapcheck/atomics.h>)
#include <mapcheck/atomics.h> // makes atomics visible: stands before every header that uses them
#endif

#include <initializer_list>
#include <map>
#include <memory>
#include <type_traits>
#include <utility>
#if __has_include(<memory_resource>)
#include <memory_resource>
#endif

#include <mapcheck/detail/base.h>
#include <mapcheck/mapcheck.h>

namespace mapcheck::unchecked {
using std::map;
using std::multimap;
#if defined(__cpp_lib_memory_resource)
namespace pmr {
using std::pmr::map;
using std::pmr::multimap;
} // namespace pmr
#endif
} // namespace mapcheck::unchecked

#ifdef MAPCHECK

#include <mapcheck/detail/compare.h>
#include <mapcheck/detail/deduction.h>
#include <mapcheck/detail/erase_if.h>
#include <mapcheck/detail/mapping.h>
#include <mapcheck/detail/ordered.h>

namespace mapcheck {
// In the mangled names: files with and without checks that share a map must not link, and the linker says why.
inline namespace built_with_DMAPCHECK {

/// std::map, watched.
template <class K, class T, class C = std::less<K>, class A = std::allocator<std::pair<const K, T>>>
class map : public detail::unique_mapping<detail::ordered<std::map<K, T, C, A>>> {
    using super = detail::unique_mapping<detail::ordered<std::map<K, T, C, A>>>;

  public:
    using super::super;
    MAPCHECK_INLINE map() = default;
    // Deduction looks for it here, not among inherited ones.
    MAPCHECK_INLINE map(std::initializer_list<typename super::value_type> values, const C& compare = C(),
                        const A& allocator = A())
        : super(values, compare, allocator) {}
    MAPCHECK_INLINE map(const map&) = default;
    MAPCHECK_INLINE map(map&&) = default;
    MAPCHECK_INLINE map& operator=(const map&) = default;
    MAPCHECK_INLINE map& operator=(map&&) = default;
    MAPCHECK_INLINE ~map() = default;
    MAPCHECK_INLINE map& operator=(std::initializer_list<typename super::value_type> values) {
        super::operator=(values);
        return *this;
    }

    friend MAPCHECK_INLINE void swap(map& a, map& b) noexcept(noexcept(a.swap(b))) { a.swap(b); }
};
template <class I, class C = std::less<detail::range_key<I>>, class A = std::allocator<detail::range_element<I>>,
          class = detail::require_input<I>, class = detail::require_function<C>, class = detail::require_allocator<A>>
map(I, I, C = C(), A = A()) -> map<detail::range_key<I>, detail::range_mapped<I>, C, A>;
template <class K, class T, class C = std::less<K>, class A = std::allocator<std::pair<const K, T>>,
          class = detail::require_function<C>, class = detail::require_allocator<A>>
map(std::initializer_list<std::pair<K, T>>, C = C(), A = A()) -> map<K, T, C, A>;
template <class I, class A, class = detail::require_input<I>, class = detail::require_allocator<A>>
map(I, I, A) -> map<detail::range_key<I>, detail::range_mapped<I>, std::less<detail::range_key<I>>, A>;
template <class K, class T, class A, class = detail::require_allocator<A>>
map(std::initializer_list<std::pair<K, T>>, A) -> map<K, T, std::less<K>, A>;
template <class K, class T, class C, class A>
map(map<K, T, C, A>, const detail::identity_t<A>&) -> map<K, T, C, A>;
template <class K, class T, class C, class A>
map(std::map<K, T, C, A>) -> map<K, T, C, A>;

/// std::multimap, watched.
template <class K, class T, class C = std::less<K>, class A = std::allocator<std::pair<const K, T>>>
class multimap : public detail::mapping<detail::ordered<std::multimap<K, T, C, A>>> {
    using super = detail::mapping<detail::ordered<std::multimap<K, T, C, A>>>;

  public:
    using super::super;
    MAPCHECK_INLINE multimap() = default;
    // Deduction looks for it here, not among inherited ones.
    MAPCHECK_INLINE multimap(std::initializer_list<typename super::value_type> values, const C& compare = C(),
                             const A& allocator = A())
        : super(values, compare, allocator) {}
    MAPCHECK_INLINE multimap(const multimap&) = default;
    MAPCHECK_INLINE multimap(multimap&&) = default;
    MAPCHECK_INLINE multimap& operator=(const multimap&) = default;
    MAPCHECK_INLINE multimap& operator=(multimap&&) = default;
    MAPCHECK_INLINE ~multimap() = default;
    MAPCHECK_INLINE multimap& operator=(std::initializer_list<typename super::value_type> values) {
        super::operator=(values);
        return *this;
    }

    friend MAPCHECK_INLINE void swap(multimap& a, multimap& b) noexcept(noexcept(a.swap(b))) { a.swap(b); }
};
template <class I, class C = std::less<detail::range_key<I>>, class A = std::allocator<detail::range_element<I>>,
          class = detail::require_input<I>, class = detail::require_function<C>, class = detail::require_allocator<A>>
multimap(I, I, C = C(), A = A()) -> multimap<detail::range_key<I>, detail::range_mapped<I>, C, A>;
template <class K, class T, class C = std::less<K>, class A = std::allocator<std::pair<const K, T>>,
          class = detail::require_function<C>, class = detail::require_allocator<A>>
multimap(std::initializer_list<std::pair<K, T>>, C = C(), A = A()) -> multimap<K, T, C, A>;
template <class I, class A, class = detail::require_input<I>, class = detail::require_allocator<A>>
multimap(I, I, A) -> multimap<detail::range_key<I>, detail::range_mapped<I>, std::less<detail::range_key<I>>, A>;
template <class K, class T, class A, class = detail::require_allocator<A>>
multimap(std::initializer_list<std::pair<K, T>>, A) -> multimap<K, T, std::less<K>, A>;
template <class K, class T, class C, class A>
multimap(multimap<K, T, C, A>, const detail::identity_t<A>&) -> multimap<K, T, C, A>;
template <class K, class T, class C, class A>
multimap(std::multimap<K, T, C, A>) -> multimap<K, T, C, A>;

#if defined(__cpp_lib_containers_ranges)
template <class R, class... Rest,
          class D = decltype(std::map(std::from_range, std::declval<R>(), std::declval<Rest>()...))>
map(std::from_range_t, R&&, Rest...)
    -> map<typename D::key_type, typename D::mapped_type, typename D::key_compare, typename D::allocator_type>;
template <class R, class... Rest,
          class D = decltype(std::multimap(std::from_range, std::declval<R>(), std::declval<Rest>()...))>
multimap(std::from_range_t, R&&, Rest...)
    -> multimap<typename D::key_type, typename D::mapped_type, typename D::key_compare, typename D::allocator_type>;
#endif

#if defined(__cpp_lib_memory_resource)
namespace pmr {
template <class K, class T, class C = std::less<K>>
using map = mapcheck::map<K, T, C, std::pmr::polymorphic_allocator<std::pair<const K, T>>>;
template <class K, class T, class C = std::less<K>>
using multimap = mapcheck::multimap<K, T, C, std::pmr::polymorphic_allocator<std::pair<const K, T>>>;
} // namespace pmr
#endif

} // namespace built_with_DMAPCHECK
} // namespace mapcheck

#else // off: the names are the standard library's own

namespace mapcheck {
using std::map;
using std::multimap;
#if defined(__cpp_lib_erase_if)
using std::erase_if;
#endif
#if defined(__cpp_lib_memory_resource)
namespace pmr {
using std::pmr::map;
using std::pmr::multimap;
} // namespace pmr
#endif
} // namespace mapcheck

#endif
