// mapcheck::set and mapcheck::multiset: std::set and std::multiset, watched when compiled with -DMAPCHECK,
// otherwise those types themselves (and mapcheck::unchecked::set always). Include it in place of <set>.
// Guarantees, complexity and thread-safety are those of the standard containers.
#pragma once

#if defined(MAPCHECK) && __has_include(<mapcheck/atomics.h>)
#include <mapcheck/atomics.h> // makes atomics visible: stands before every header that uses them
#endif

#include <initializer_list>
#include <memory>
#include <set>
#include <type_traits>
#include <utility>
#if __has_include(<memory_resource>)
#include <memory_resource>
#endif

#include <mapcheck/detail/base.h>
#include <mapcheck/mapcheck.h>

namespace mapcheck::unchecked {
using std::multiset;
using std::set;
#if defined(__cpp_lib_memory_resource)
namespace pmr {
using std::pmr::multiset;
using std::pmr::set;
} // namespace pmr
#endif
} // namespace mapcheck::unchecked

#ifdef MAPCHECK

#include <mapcheck/detail/compare.h>
#include <mapcheck/detail/deduction.h>
#include <mapcheck/detail/erase_if.h>
#include <mapcheck/detail/ordered.h>

namespace mapcheck {
// In the mangled names: files with and without checks that share a map must not link, and the linker says why.
inline namespace built_with_DMAPCHECK {

/// std::set, watched.
template <class K, class C = std::less<K>, class A = std::allocator<K>>
class set : public detail::ordered<std::set<K, C, A>> {
    using super = detail::ordered<std::set<K, C, A>>;

  public:
    using insert_return_type = typename super::node_insert_result;

    using super::super;
    MAPCHECK_INLINE set() = default;
    // Deduction looks for it here, not among inherited ones.
    MAPCHECK_INLINE set(std::initializer_list<typename super::value_type> values, const C& compare = C(),
                        const A& allocator = A())
        : super(values, compare, allocator) {}
    MAPCHECK_INLINE set(const set&) = default;
    MAPCHECK_INLINE set(set&&) = default;
    MAPCHECK_INLINE set& operator=(const set&) = default;
    MAPCHECK_INLINE set& operator=(set&&) = default;
    MAPCHECK_INLINE ~set() = default;
    MAPCHECK_INLINE set& operator=(std::initializer_list<typename super::value_type> values) {
        super::operator=(values);
        return *this;
    }

    friend MAPCHECK_INLINE void swap(set& a, set& b) noexcept(noexcept(a.swap(b))) { a.swap(b); }
};
template <class I, class C = std::less<detail::range_value<I>>, class A = std::allocator<detail::range_value<I>>,
          class = detail::require_input<I>, class = detail::require_function<C>, class = detail::require_allocator<A>>
set(I, I, C = C(), A = A()) -> set<detail::range_value<I>, C, A>;
template <class K, class C = std::less<K>, class A = std::allocator<K>, class = detail::require_function<C>,
          class = detail::require_allocator<A>>
set(std::initializer_list<K>, C = C(), A = A()) -> set<K, C, A>;
template <class I, class A, class = detail::require_input<I>, class = detail::require_allocator<A>>
set(I, I, A) -> set<detail::range_value<I>, std::less<detail::range_value<I>>, A>;
template <class K, class A, class = detail::require_allocator<A>>
set(std::initializer_list<K>, A) -> set<K, std::less<K>, A>;
template <class K, class C, class A>
set(set<K, C, A>, const detail::identity_t<A>&) -> set<K, C, A>;
template <class K, class C, class A>
set(std::set<K, C, A>) -> set<K, C, A>;

/// std::multiset, watched.
template <class K, class C = std::less<K>, class A = std::allocator<K>>
class multiset : public detail::ordered<std::multiset<K, C, A>> {
    using super = detail::ordered<std::multiset<K, C, A>>;

  public:
    using super::super;
    MAPCHECK_INLINE multiset() = default;
    // Deduction looks for it here, not among inherited ones.
    MAPCHECK_INLINE multiset(std::initializer_list<typename super::value_type> values, const C& compare = C(),
                             const A& allocator = A())
        : super(values, compare, allocator) {}
    MAPCHECK_INLINE multiset(const multiset&) = default;
    MAPCHECK_INLINE multiset(multiset&&) = default;
    MAPCHECK_INLINE multiset& operator=(const multiset&) = default;
    MAPCHECK_INLINE multiset& operator=(multiset&&) = default;
    MAPCHECK_INLINE ~multiset() = default;
    MAPCHECK_INLINE multiset& operator=(std::initializer_list<typename super::value_type> values) {
        super::operator=(values);
        return *this;
    }

    friend MAPCHECK_INLINE void swap(multiset& a, multiset& b) noexcept(noexcept(a.swap(b))) { a.swap(b); }
};
template <class I, class C = std::less<detail::range_value<I>>, class A = std::allocator<detail::range_value<I>>,
          class = detail::require_input<I>, class = detail::require_function<C>, class = detail::require_allocator<A>>
multiset(I, I, C = C(), A = A()) -> multiset<detail::range_value<I>, C, A>;
template <class K, class C = std::less<K>, class A = std::allocator<K>, class = detail::require_function<C>,
          class = detail::require_allocator<A>>
multiset(std::initializer_list<K>, C = C(), A = A()) -> multiset<K, C, A>;
template <class I, class A, class = detail::require_input<I>, class = detail::require_allocator<A>>
multiset(I, I, A) -> multiset<detail::range_value<I>, std::less<detail::range_value<I>>, A>;
template <class K, class A, class = detail::require_allocator<A>>
multiset(std::initializer_list<K>, A) -> multiset<K, std::less<K>, A>;
template <class K, class C, class A>
multiset(multiset<K, C, A>, const detail::identity_t<A>&) -> multiset<K, C, A>;
template <class K, class C, class A>
multiset(std::multiset<K, C, A>) -> multiset<K, C, A>;

#if defined(__cpp_lib_containers_ranges)
template <class R, class... Rest,
          class D = decltype(std::set(std::from_range, std::declval<R>(), std::declval<Rest>()...))>
set(std::from_range_t, R&&, Rest...) -> set<typename D::key_type, typename D::key_compare, typename D::allocator_type>;
template <class R, class... Rest,
          class D = decltype(std::multiset(std::from_range, std::declval<R>(), std::declval<Rest>()...))>
multiset(std::from_range_t, R&&, Rest...)
    -> multiset<typename D::key_type, typename D::key_compare, typename D::allocator_type>;
#endif

#if defined(__cpp_lib_memory_resource)
namespace pmr {
template <class K, class C = std::less<K>>
using set = mapcheck::set<K, C, std::pmr::polymorphic_allocator<K>>;
template <class K, class C = std::less<K>>
using multiset = mapcheck::multiset<K, C, std::pmr::polymorphic_allocator<K>>;
} // namespace pmr
#endif

} // namespace built_with_DMAPCHECK
} // namespace mapcheck

#else // off: the names are the standard library's own

namespace mapcheck {
using std::multiset;
using std::set;
#if defined(__cpp_lib_erase_if)
using std::erase_if;
#endif
#if defined(__cpp_lib_memory_resource)
namespace pmr {
using std::pmr::multiset;
using std::pmr::set;
} // namespace pmr
#endif
} // namespace mapcheck

#endif
