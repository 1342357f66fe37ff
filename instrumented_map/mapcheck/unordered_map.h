// mapcheck::unordered_map and mapcheck::unordered_multimap: those of namespace std, watched when compiled with
// -DMAPCHECK, otherwise those types themselves (and mapcheck::unchecked::unordered_map always). Include it in
// place of <unordered_map>. Guarantees, complexity and thread-safety are those of the standard containers.
#pragma once

#if defined(MAPCHECK) && __has_include(<mapcheck/atomics.h>)
#include <mapcheck/atomics.h> // makes atomics visible: stands before every header that uses them
#endif

#include <initializer_list>
#include <memory>
#include <type_traits>
#include <unordered_map>
#include <utility>
#if __has_include(<memory_resource>)
#include <memory_resource>
#endif

#include <mapcheck/detail/base.h>
#include <mapcheck/mapcheck.h>

namespace mapcheck::unchecked {
using std::unordered_map;
using std::unordered_multimap;
#if defined(__cpp_lib_memory_resource)
namespace pmr {
using std::pmr::unordered_map;
using std::pmr::unordered_multimap;
} // namespace pmr
#endif
} // namespace mapcheck::unchecked

#ifdef MAPCHECK

#include <mapcheck/detail/compare.h>
#include <mapcheck/detail/deduction.h>
#include <mapcheck/detail/erase_if.h>
#include <mapcheck/detail/mapping.h>
#include <mapcheck/detail/unordered.h>

namespace mapcheck {
// In the mangled names: files with and without checks that share a map must not link, and the linker says why.
inline namespace built_with_DMAPCHECK {

/// std::unordered_map, watched.
template <class K, class T, class H = std::hash<K>, class P = std::equal_to<K>,
          class A = std::allocator<std::pair<const K, T>>>
class unordered_map : public detail::unique_mapping<detail::unordered<std::unordered_map<K, T, H, P, A>>> {
    using super = detail::unique_mapping<detail::unordered<std::unordered_map<K, T, H, P, A>>>;

  public:
    using super::super;
    MAPCHECK_INLINE unordered_map() = default;
    // Deduction looks for it here, not among inherited ones.
    MAPCHECK_INLINE unordered_map(std::initializer_list<typename super::value_type> values,
                                  typename super::size_type buckets = 0, const H& hash = H(), const P& equal = P(),
                                  const A& allocator = A())
        : super(values, buckets, hash, equal, allocator) {}
    MAPCHECK_INLINE unordered_map(const unordered_map&) = default;
    MAPCHECK_INLINE unordered_map(unordered_map&&) = default;
    MAPCHECK_INLINE unordered_map& operator=(const unordered_map&) = default;
    MAPCHECK_INLINE unordered_map& operator=(unordered_map&&) = default;
    MAPCHECK_INLINE ~unordered_map() = default;
    MAPCHECK_INLINE unordered_map& operator=(std::initializer_list<typename super::value_type> values) {
        super::operator=(values);
        return *this;
    }

    friend MAPCHECK_INLINE void swap(unordered_map& a, unordered_map& b) noexcept(noexcept(a.swap(b))) { a.swap(b); }
};
template <class I, class H = std::hash<detail::range_key<I>>, class P = std::equal_to<detail::range_key<I>>,
          class A = std::allocator<detail::range_element<I>>, class = detail::require_input<I>,
          class = detail::require_hash<H>, class = detail::require_function<P>, class = detail::require_allocator<A>>
unordered_map(I, I, std::size_t = 0, H = H(), P = P(), A = A())
    -> unordered_map<detail::range_key<I>, detail::range_mapped<I>, H, P, A>;
template <class K, class T, class H = std::hash<K>, class P = std::equal_to<K>,
          class A = std::allocator<std::pair<const K, T>>, class = detail::require_hash<H>,
          class = detail::require_function<P>, class = detail::require_allocator<A>>
unordered_map(std::initializer_list<std::pair<K, T>>, std::size_t = 0, H = H(), P = P(), A = A())
    -> unordered_map<K, T, H, P, A>;
template <class I, class A, class = detail::require_input<I>, class = detail::require_allocator<A>>
unordered_map(I, I, std::size_t, A)
    -> unordered_map<detail::range_key<I>, detail::range_mapped<I>, std::hash<detail::range_key<I>>,
                     std::equal_to<detail::range_key<I>>, A>;
template <class I, class A, class = detail::require_input<I>, class = detail::require_allocator<A>>
unordered_map(I, I, A) -> unordered_map<detail::range_key<I>, detail::range_mapped<I>, std::hash<detail::range_key<I>>,
                                        std::equal_to<detail::range_key<I>>, A>;
template <class I, class H, class A, class = detail::require_input<I>, class = detail::require_hash<H>,
          class = detail::require_allocator<A>>
unordered_map(I, I, std::size_t, H, A)
    -> unordered_map<detail::range_key<I>, detail::range_mapped<I>, H, std::equal_to<detail::range_key<I>>, A>;
template <class K, class T, class A, class = detail::require_allocator<A>>
unordered_map(std::initializer_list<std::pair<K, T>>, std::size_t, A)
    -> unordered_map<K, T, std::hash<K>, std::equal_to<K>, A>;
template <class K, class T, class A, class = detail::require_allocator<A>>
unordered_map(std::initializer_list<std::pair<K, T>>, A) -> unordered_map<K, T, std::hash<K>, std::equal_to<K>, A>;
template <class K, class T, class H, class A, class = detail::require_hash<H>, class = detail::require_allocator<A>>
unordered_map(std::initializer_list<std::pair<K, T>>, std::size_t, H, A) -> unordered_map<K, T, H, std::equal_to<K>, A>;
template <class K, class T, class H, class P, class A>
unordered_map(unordered_map<K, T, H, P, A>, const detail::identity_t<A>&) -> unordered_map<K, T, H, P, A>;
template <class K, class T, class H, class P, class A>
unordered_map(std::unordered_map<K, T, H, P, A>) -> unordered_map<K, T, H, P, A>;

/// std::unordered_multimap, watched.
template <class K, class T, class H = std::hash<K>, class P = std::equal_to<K>,
          class A = std::allocator<std::pair<const K, T>>>
class unordered_multimap : public detail::mapping<detail::unordered<std::unordered_multimap<K, T, H, P, A>>> {
    using super = detail::mapping<detail::unordered<std::unordered_multimap<K, T, H, P, A>>>;

  public:
    using super::super;
    MAPCHECK_INLINE unordered_multimap() = default;
    // Deduction looks for it here, not among inherited ones.
    MAPCHECK_INLINE unordered_multimap(std::initializer_list<typename super::value_type> values,
                                       typename super::size_type buckets = 0, const H& hash = H(), const P& equal = P(),
                                       const A& allocator = A())
        : super(values, buckets, hash, equal, allocator) {}
    MAPCHECK_INLINE unordered_multimap(const unordered_multimap&) = default;
    MAPCHECK_INLINE unordered_multimap(unordered_multimap&&) = default;
    MAPCHECK_INLINE unordered_multimap& operator=(const unordered_multimap&) = default;
    MAPCHECK_INLINE unordered_multimap& operator=(unordered_multimap&&) = default;
    MAPCHECK_INLINE ~unordered_multimap() = default;
    MAPCHECK_INLINE unordered_multimap& operator=(std::initializer_list<typename super::value_type> values) {
        super::operator=(values);
        return *this;
    }

    friend MAPCHECK_INLINE void swap(unordered_multimap& a, unordered_multimap& b) noexcept(noexcept(a.swap(b))) {
        a.swap(b);
    }
};
template <class I, class H = std::hash<detail::range_key<I>>, class P = std::equal_to<detail::range_key<I>>,
          class A = std::allocator<detail::range_element<I>>, class = detail::require_input<I>,
          class = detail::require_hash<H>, class = detail::require_function<P>, class = detail::require_allocator<A>>
unordered_multimap(I, I, std::size_t = 0, H = H(), P = P(), A = A())
    -> unordered_multimap<detail::range_key<I>, detail::range_mapped<I>, H, P, A>;
template <class K, class T, class H = std::hash<K>, class P = std::equal_to<K>,
          class A = std::allocator<std::pair<const K, T>>, class = detail::require_hash<H>,
          class = detail::require_function<P>, class = detail::require_allocator<A>>
unordered_multimap(std::initializer_list<std::pair<K, T>>, std::size_t = 0, H = H(), P = P(), A = A())
    -> unordered_multimap<K, T, H, P, A>;
template <class I, class A, class = detail::require_input<I>, class = detail::require_allocator<A>>
unordered_multimap(I, I, std::size_t, A)
    -> unordered_multimap<detail::range_key<I>, detail::range_mapped<I>, std::hash<detail::range_key<I>>,
                          std::equal_to<detail::range_key<I>>, A>;
template <class I, class A, class = detail::require_input<I>, class = detail::require_allocator<A>>
unordered_multimap(I, I, A)
    -> unordered_multimap<detail::range_key<I>, detail::range_mapped<I>, std::hash<detail::range_key<I>>,
                          std::equal_to<detail::range_key<I>>, A>;
template <class I, class H, class A, class = detail::require_input<I>, class = detail::require_hash<H>,
          class = detail::require_allocator<A>>
unordered_multimap(I, I, std::size_t, H, A)
    -> unordered_multimap<detail::range_key<I>, detail::range_mapped<I>, H, std::equal_to<detail::range_key<I>>, A>;
template <class K, class T, class A, class = detail::require_allocator<A>>
unordered_multimap(std::initializer_list<std::pair<K, T>>, std::size_t, A)
    -> unordered_multimap<K, T, std::hash<K>, std::equal_to<K>, A>;
template <class K, class T, class A, class = detail::require_allocator<A>>
unordered_multimap(std::initializer_list<std::pair<K, T>>, A)
    -> unordered_multimap<K, T, std::hash<K>, std::equal_to<K>, A>;
template <class K, class T, class H, class A, class = detail::require_hash<H>, class = detail::require_allocator<A>>
unordered_multimap(std::initializer_list<std::pair<K, T>>, std::size_t, H, A)
    -> unordered_multimap<K, T, H, std::equal_to<K>, A>;
template <class K, class T, class H, class P, class A>
unordered_multimap(unordered_multimap<K, T, H, P, A>, const detail::identity_t<A>&)
    -> unordered_multimap<K, T, H, P, A>;
template <class K, class T, class H, class P, class A>
unordered_multimap(std::unordered_multimap<K, T, H, P, A>) -> unordered_multimap<K, T, H, P, A>;

#if defined(__cpp_lib_containers_ranges)
template <class R, class... Rest,
          class D = decltype(std::unordered_map(std::from_range, std::declval<R>(), std::declval<Rest>()...))>
unordered_map(std::from_range_t, R&&, Rest...)
    -> unordered_map<typename D::key_type, typename D::mapped_type, typename D::hasher, typename D::key_equal,
                     typename D::allocator_type>;
template <class R, class... Rest,
          class D = decltype(std::unordered_multimap(std::from_range, std::declval<R>(), std::declval<Rest>()...))>
unordered_multimap(std::from_range_t, R&&, Rest...)
    -> unordered_multimap<typename D::key_type, typename D::mapped_type, typename D::hasher, typename D::key_equal,
                          typename D::allocator_type>;
#endif

#if defined(__cpp_lib_memory_resource)
namespace pmr {
template <class K, class T, class H = std::hash<K>, class P = std::equal_to<K>>
using unordered_map = mapcheck::unordered_map<K, T, H, P, std::pmr::polymorphic_allocator<std::pair<const K, T>>>;
template <class K, class T, class H = std::hash<K>, class P = std::equal_to<K>>
using unordered_multimap =
    mapcheck::unordered_multimap<K, T, H, P, std::pmr::polymorphic_allocator<std::pair<const K, T>>>;
} // namespace pmr
#endif

} // namespace built_with_DMAPCHECK
} // namespace mapcheck

#else // off: the names are the standard library's own

namespace mapcheck {
using std::unordered_map;
using std::unordered_multimap;
#if defined(__cpp_lib_erase_if)
using std::erase_if;
#endif
#if defined(__cpp_lib_memory_resource)
namespace pmr {
using std::pmr::unordered_map;
using std::pmr::unordered_multimap;
} // namespace pmr
#endif
} // namespace mapcheck

#endif
