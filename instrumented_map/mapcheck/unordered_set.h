// mapcheck::unordered_set and mapcheck::unordered_multiset: those of namespace std, watched when compiled with
// -DMAPCHECK, otherwise those types themselves (and mapcheck::unchecked::unordered_set always). Include it in
// place of <unordered_set>. Guarantees, complexity and thread-safety are those of the standard containers.
#pragma once

#if defined(MAPCHECK) && __has_include(<mapcheck/atomics.h>)
#include <mapcheck/atomics.h> // makes atomics visible: stands before every header that uses them
#endif

#include <initializer_list>
#include <memory>
#include <type_traits>
#include <unordered_set>
#include <utility>
#if __has_include(<memory_resource>)
#include <memory_resource>
#endif

#include <mapcheck/detail/base.h>
#include <mapcheck/mapcheck.h>

namespace mapcheck::unchecked {
using std::unordered_multiset;
using std::unordered_set;
#if defined(__cpp_lib_memory_resource)
namespace pmr {
using std::pmr::unordered_multiset;
using std::pmr::unordered_set;
} // namespace pmr
#endif
} // namespace mapcheck::unchecked

#ifdef MAPCHECK

#include <mapcheck/detail/compare.h>
#include <mapcheck/detail/deduction.h>
#include <mapcheck/detail/erase_if.h>
#include <mapcheck/detail/unordered.h>

namespace mapcheck {
// In the mangled names: files with and without checks that share a map must not link, and the linker says why.
inline namespace built_with_DMAPCHECK {

/// std::unordered_set, watched.
template <class K, class H = std::hash<K>, class P = std::equal_to<K>, class A = std::allocator<K>>
class unordered_set : public detail::unordered<std::unordered_set<K, H, P, A>> {
    using super = detail::unordered<std::unordered_set<K, H, P, A>>;

  public:
    using insert_return_type = typename super::node_insert_result;

    using super::super;
    MAPCHECK_INLINE unordered_set() = default;
    // Deduction looks for it here, not among inherited ones.
    MAPCHECK_INLINE unordered_set(std::initializer_list<typename super::value_type> values,
                                  typename super::size_type buckets = 0, const H& hash = H(), const P& equal = P(),
                                  const A& allocator = A())
        : super(values, buckets, hash, equal, allocator) {}
    MAPCHECK_INLINE unordered_set(const unordered_set&) = default;
    MAPCHECK_INLINE unordered_set(unordered_set&&) = default;
    MAPCHECK_INLINE unordered_set& operator=(const unordered_set&) = default;
    MAPCHECK_INLINE unordered_set& operator=(unordered_set&&) = default;
    MAPCHECK_INLINE ~unordered_set() = default;
    MAPCHECK_INLINE unordered_set& operator=(std::initializer_list<typename super::value_type> values) {
        super::operator=(values);
        return *this;
    }

    friend MAPCHECK_INLINE void swap(unordered_set& a, unordered_set& b) noexcept(noexcept(a.swap(b))) { a.swap(b); }
};
template <class I, class H = std::hash<detail::range_value<I>>, class P = std::equal_to<detail::range_value<I>>,
          class A = std::allocator<detail::range_value<I>>, class = detail::require_input<I>,
          class = detail::require_hash<H>, class = detail::require_function<P>, class = detail::require_allocator<A>>
unordered_set(I, I, std::size_t = 0, H = H(), P = P(), A = A()) -> unordered_set<detail::range_value<I>, H, P, A>;
template <class K, class H = std::hash<K>, class P = std::equal_to<K>, class A = std::allocator<K>,
          class = detail::require_hash<H>, class = detail::require_function<P>, class = detail::require_allocator<A>>
unordered_set(std::initializer_list<K>, std::size_t = 0, H = H(), P = P(), A = A()) -> unordered_set<K, H, P, A>;
template <class I, class A, class = detail::require_input<I>, class = detail::require_allocator<A>>
unordered_set(I, I, std::size_t, A) -> unordered_set<detail::range_value<I>, std::hash<detail::range_value<I>>,
                                                     std::equal_to<detail::range_value<I>>, A>;
template <class I, class A, class = detail::require_input<I>, class = detail::require_allocator<A>>
unordered_set(I, I, A) -> unordered_set<detail::range_value<I>, std::hash<detail::range_value<I>>,
                                        std::equal_to<detail::range_value<I>>, A>;
template <class I, class H, class A, class = detail::require_input<I>, class = detail::require_hash<H>,
          class = detail::require_allocator<A>>
unordered_set(I, I, std::size_t, H, A)
    -> unordered_set<detail::range_value<I>, H, std::equal_to<detail::range_value<I>>, A>;
template <class K, class A, class = detail::require_allocator<A>>
unordered_set(std::initializer_list<K>, std::size_t, A) -> unordered_set<K, std::hash<K>, std::equal_to<K>, A>;
template <class K, class A, class = detail::require_allocator<A>>
unordered_set(std::initializer_list<K>, A) -> unordered_set<K, std::hash<K>, std::equal_to<K>, A>;
template <class K, class H, class A, class = detail::require_hash<H>, class = detail::require_allocator<A>>
unordered_set(std::initializer_list<K>, std::size_t, H, A) -> unordered_set<K, H, std::equal_to<K>, A>;
template <class K, class H, class P, class A>
unordered_set(unordered_set<K, H, P, A>, const detail::identity_t<A>&) -> unordered_set<K, H, P, A>;
template <class K, class H, class P, class A>
unordered_set(std::unordered_set<K, H, P, A>) -> unordered_set<K, H, P, A>;

/// std::unordered_multiset, watched.
template <class K, class H = std::hash<K>, class P = std::equal_to<K>, class A = std::allocator<K>>
class unordered_multiset : public detail::unordered<std::unordered_multiset<K, H, P, A>> {
    using super = detail::unordered<std::unordered_multiset<K, H, P, A>>;

  public:
    using super::super;
    MAPCHECK_INLINE unordered_multiset() = default;
    // Deduction looks for it here, not among inherited ones.
    MAPCHECK_INLINE unordered_multiset(std::initializer_list<typename super::value_type> values,
                                       typename super::size_type buckets = 0, const H& hash = H(), const P& equal = P(),
                                       const A& allocator = A())
        : super(values, buckets, hash, equal, allocator) {}
    MAPCHECK_INLINE unordered_multiset(const unordered_multiset&) = default;
    MAPCHECK_INLINE unordered_multiset(unordered_multiset&&) = default;
    MAPCHECK_INLINE unordered_multiset& operator=(const unordered_multiset&) = default;
    MAPCHECK_INLINE unordered_multiset& operator=(unordered_multiset&&) = default;
    MAPCHECK_INLINE ~unordered_multiset() = default;
    MAPCHECK_INLINE unordered_multiset& operator=(std::initializer_list<typename super::value_type> values) {
        super::operator=(values);
        return *this;
    }

    friend MAPCHECK_INLINE void swap(unordered_multiset& a, unordered_multiset& b) noexcept(noexcept(a.swap(b))) {
        a.swap(b);
    }
};
template <class I, class H = std::hash<detail::range_value<I>>, class P = std::equal_to<detail::range_value<I>>,
          class A = std::allocator<detail::range_value<I>>, class = detail::require_input<I>,
          class = detail::require_hash<H>, class = detail::require_function<P>, class = detail::require_allocator<A>>
unordered_multiset(I, I, std::size_t = 0, H = H(), P = P(), A = A())
    -> unordered_multiset<detail::range_value<I>, H, P, A>;
template <class K, class H = std::hash<K>, class P = std::equal_to<K>, class A = std::allocator<K>,
          class = detail::require_hash<H>, class = detail::require_function<P>, class = detail::require_allocator<A>>
unordered_multiset(std::initializer_list<K>, std::size_t = 0, H = H(), P = P(), A = A())
    -> unordered_multiset<K, H, P, A>;
template <class I, class A, class = detail::require_input<I>, class = detail::require_allocator<A>>
unordered_multiset(I, I, std::size_t, A)
    -> unordered_multiset<detail::range_value<I>, std::hash<detail::range_value<I>>,
                          std::equal_to<detail::range_value<I>>, A>;
template <class I, class A, class = detail::require_input<I>, class = detail::require_allocator<A>>
unordered_multiset(I, I, A) -> unordered_multiset<detail::range_value<I>, std::hash<detail::range_value<I>>,
                                                  std::equal_to<detail::range_value<I>>, A>;
template <class I, class H, class A, class = detail::require_input<I>, class = detail::require_hash<H>,
          class = detail::require_allocator<A>>
unordered_multiset(I, I, std::size_t, H, A)
    -> unordered_multiset<detail::range_value<I>, H, std::equal_to<detail::range_value<I>>, A>;
template <class K, class A, class = detail::require_allocator<A>>
unordered_multiset(std::initializer_list<K>, std::size_t, A)
    -> unordered_multiset<K, std::hash<K>, std::equal_to<K>, A>;
template <class K, class A, class = detail::require_allocator<A>>
unordered_multiset(std::initializer_list<K>, A) -> unordered_multiset<K, std::hash<K>, std::equal_to<K>, A>;
template <class K, class H, class A, class = detail::require_hash<H>, class = detail::require_allocator<A>>
unordered_multiset(std::initializer_list<K>, std::size_t, H, A) -> unordered_multiset<K, H, std::equal_to<K>, A>;
template <class K, class H, class P, class A>
unordered_multiset(unordered_multiset<K, H, P, A>, const detail::identity_t<A>&) -> unordered_multiset<K, H, P, A>;
template <class K, class H, class P, class A>
unordered_multiset(std::unordered_multiset<K, H, P, A>) -> unordered_multiset<K, H, P, A>;

#if defined(__cpp_lib_containers_ranges)
template <class R, class... Rest,
          class D = decltype(std::unordered_set(std::from_range, std::declval<R>(), std::declval<Rest>()...))>
unordered_set(std::from_range_t, R&&, Rest...)
    -> unordered_set<typename D::key_type, typename D::hasher, typename D::key_equal, typename D::allocator_type>;
template <class R, class... Rest,
          class D = decltype(std::unordered_multiset(std::from_range, std::declval<R>(), std::declval<Rest>()...))>
unordered_multiset(std::from_range_t, R&&, Rest...)
    -> unordered_multiset<typename D::key_type, typename D::hasher, typename D::key_equal, typename D::allocator_type>;
#endif

#if defined(__cpp_lib_memory_resource)
namespace pmr {
template <class K, class H = std::hash<K>, class P = std::equal_to<K>>
using unordered_set = mapcheck::unordered_set<K, H, P, std::pmr::polymorphic_allocator<K>>;
template <class K, class H = std::hash<K>, class P = std::equal_to<K>>
using unordered_multiset = mapcheck::unordered_multiset<K, H, P, std::pmr::polymorphic_allocator<K>>;
} // namespace pmr
#endif

} // namespace built_with_DMAPCHECK
} // namespace mapcheck

#else // off: the names are the standard library's own

namespace mapcheck {
using std::unordered_multiset;
using std::unordered_set;
#if defined(__cpp_lib_erase_if)
using std::erase_if;
#endif
#if defined(__cpp_lib_memory_resource)
namespace pmr {
using std::pmr::unordered_multiset;
using std::pmr::unordered_set;
} // namespace pmr
#endif
} // namespace mapcheck

#endif
