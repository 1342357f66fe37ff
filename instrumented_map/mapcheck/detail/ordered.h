// What map, multimap, set and multiset have in common beyond elements.h: constructors with a comparator,
// both directions of iteration, bounds.
#pragma once

#include <initializer_list>
#include <iterator>
#include <type_traits>
#include <utility>

#include <mapcheck/detail/elements.h>

namespace mapcheck::detail {

template <class Base>
class ordered : public elements<Base> {
    using super = elements<Base>;

#if defined(__cpp_lib_containers_ranges)
    template <class Range>
    using require_range =
        std::enable_if_t<std::is_constructible_v<Base, std::from_range_t, Range, typename Base::allocator_type>>;
#endif

  protected:
    using super::base_;

  public:
    using typename super::allocator_type;
    using typename super::const_iterator;
    using typename super::iterator;
    using typename super::key_type;
    using typename super::value_type;
    using key_compare = typename Base::key_compare;
    using value_compare = typename Base::value_compare;
    using reverse_iterator = std::reverse_iterator<iterator>;
    using const_reverse_iterator = std::reverse_iterator<const_iterator>;

    using super::super;
    MAPCHECK_INLINE ordered() = default;
    MAPCHECK_INLINE ordered(const ordered&) = default;
    MAPCHECK_INLINE ordered(ordered&&) = default;
    MAPCHECK_INLINE ordered& operator=(const ordered&) = default;
    MAPCHECK_INLINE ordered& operator=(ordered&&) = default;
    MAPCHECK_INLINE ~ordered() = default;

    MAPCHECK_INLINE explicit ordered(const key_compare& compare) noexcept(
        std::is_nothrow_constructible_v<Base, const key_compare&>)
        : super(construct_tag(), compare) {}
    MAPCHECK_INLINE explicit ordered(const key_compare& compare, const allocator_type& allocator)
        : super(construct_tag(), compare, allocator) {}
    MAPCHECK_INLINE explicit ordered(const allocator_type& allocator) : super(construct_tag(), allocator) {}
    template <class InputIterator>
    MAPCHECK_INLINE ordered(InputIterator first, InputIterator last) : super(construct_tag(), first, last) {}
    template <class InputIterator>
    MAPCHECK_INLINE ordered(InputIterator first, InputIterator last, const key_compare& compare,
                            const allocator_type& allocator = allocator_type())
        : super(construct_tag(), first, last, compare, allocator) {}
    template <class InputIterator>
    MAPCHECK_INLINE ordered(InputIterator first, InputIterator last, const allocator_type& allocator)
        : super(construct_tag(), first, last, allocator) {}
    MAPCHECK_INLINE ordered(std::initializer_list<value_type> values, const key_compare& compare = key_compare(),
                            const allocator_type& allocator = allocator_type())
        : super(construct_tag(), values, compare, allocator) {}
    MAPCHECK_INLINE ordered(std::initializer_list<value_type> values, const allocator_type& allocator)
        : super(construct_tag(), values, allocator) {}
#if defined(__cpp_lib_containers_ranges)
    template <class Range, class = require_range<Range>>
    MAPCHECK_INLINE ordered(std::from_range_t tag, Range&& range, const key_compare& compare = key_compare(),
                            const allocator_type& allocator = allocator_type())
        : super(construct_tag(), tag, std::forward<Range>(range), compare, allocator) {}
    template <class Range, class = require_range<Range>>
    MAPCHECK_INLINE ordered(std::from_range_t tag, Range&& range, const allocator_type& allocator)
        : super(construct_tag(), tag, std::forward<Range>(range), allocator) {}
#endif

    // A reverse iteration begins with a read, unlike end(): each dereference steps back from a copy.
    MAPCHECK_INLINE reverse_iterator rbegin() noexcept {
        read_scope scope(*this, Op::begin);
        return reverse_iterator(scope.end_reversed(base_.end()));
    }
    MAPCHECK_INLINE const_reverse_iterator rbegin() const noexcept {
        read_scope scope(*this, Op::begin);
        return const_reverse_iterator(scope.end_reversed(base_.end()));
    }
    MAPCHECK_INLINE const_reverse_iterator crbegin() const noexcept {
        read_scope scope(*this, Op::begin);
        return const_reverse_iterator(scope.end_reversed(base_.end()));
    }
    MAPCHECK_INLINE reverse_iterator rend() noexcept {
        return reverse_iterator(iterator(base_.begin(), this->handle_, 0, 0));
    }
    MAPCHECK_INLINE const_reverse_iterator rend() const noexcept {
        return const_reverse_iterator(const_iterator(base_.begin(), this->handle_, 0, 0));
    }
    MAPCHECK_INLINE const_reverse_iterator crend() const noexcept {
        return const_reverse_iterator(const_iterator(base_.begin(), this->handle_, 0, 0));
    }

    key_compare key_comp() const { return base_.key_comp(); }
    value_compare value_comp() const { return base_.value_comp(); }

    MAPCHECK_INLINE iterator lower_bound(const key_type& key) {
        read_scope scope(*this, Op::bound);
        return scope.end_begun(base_.lower_bound(key), base_.end());
    }
    MAPCHECK_INLINE const_iterator lower_bound(const key_type& key) const {
        read_scope scope(*this, Op::bound);
        return scope.end_begun(base_.lower_bound(key), base_.end());
    }
    template <class Key, class B = Base, class = std::enable_if_t<is_transparent<B>::value>>
    MAPCHECK_INLINE iterator lower_bound(const Key& key) {
        read_scope scope(*this, Op::bound);
        return scope.end_begun(base_.lower_bound(key), base_.end());
    }
    template <class Key, class B = Base, class = std::enable_if_t<is_transparent<B>::value>>
    MAPCHECK_INLINE const_iterator lower_bound(const Key& key) const {
        read_scope scope(*this, Op::bound);
        return scope.end_begun(base_.lower_bound(key), base_.end());
    }
    MAPCHECK_INLINE iterator upper_bound(const key_type& key) {
        read_scope scope(*this, Op::bound);
        return scope.end_begun(base_.upper_bound(key), base_.end());
    }
    MAPCHECK_INLINE const_iterator upper_bound(const key_type& key) const {
        read_scope scope(*this, Op::bound);
        return scope.end_begun(base_.upper_bound(key), base_.end());
    }
    template <class Key, class B = Base, class = std::enable_if_t<is_transparent<B>::value>>
    MAPCHECK_INLINE iterator upper_bound(const Key& key) {
        read_scope scope(*this, Op::bound);
        return scope.end_begun(base_.upper_bound(key), base_.end());
    }
    template <class Key, class B = Base, class = std::enable_if_t<is_transparent<B>::value>>
    MAPCHECK_INLINE const_iterator upper_bound(const Key& key) const {
        read_scope scope(*this, Op::bound);
        return scope.end_begun(base_.upper_bound(key), base_.end());
    }
};

} // namespace mapcheck::detail
