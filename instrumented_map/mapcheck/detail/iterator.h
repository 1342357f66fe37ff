// Checked iterators: values of 24 bytes that carry the stamp of their map at their last step. They
// register nowhere; a step or use whose stamp is not the map's word asks the runtime before it is
// made, so that a report comes before the damage.
//
// Invariant: `word` names the slot that the element belonged to when it was stamped. Its epoch is 0
// when it was never stamped (end iterators): no living word has epoch 0, so every step and use of it
// goes the slow way.
#pragma once

#include <cstdint>
#include <iterator>
#include <type_traits>
#include <utility>

#include <mapcheck/detail/base.h>
#include <mapcheck/detail/library.h>
#include <mapcheck/hot.h>

namespace mapcheck::detail {

/// Base is the standard library's iterator. A const iterator does not restamp itself (it may be shared).
template <class Base, bool Unordered>
class checked_iterator {
  public:
    using iterator_category = typename std::iterator_traits<Base>::iterator_category;
    using value_type = typename std::iterator_traits<Base>::value_type;
    using difference_type = typename std::iterator_traits<Base>::difference_type;
    using pointer = typename std::iterator_traits<Base>::pointer;
    using reference = typename std::iterator_traits<Base>::reference;
    using mapcheck_tag = checked_tag;

    constexpr checked_iterator() noexcept : base_() {}
    MAPCHECK_INLINE checked_iterator(const Base& base, hot::Word word, std::uint32_t token,
                                     std::uint32_t begin) noexcept
        : base_(base), word_(word), token_(token), begin_(begin) {}
    template <class Other, class = std::enable_if_t<!std::is_same_v<Other, Base> && std::is_convertible_v<Other, Base>>>
    MAPCHECK_INLINE checked_iterator(const checked_iterator<Other, Unordered>& other) noexcept
        : base_(other.base()), word_(other.word()), token_(other.token()), begin_(other.begun_at()) {}

    MAPCHECK_INLINE reference operator*() const noexcept(noexcept(*std::declval<const Base&>())) {
        check_use();
        return *base_;
    }
    MAPCHECK_INLINE pointer operator->() const noexcept(noexcept(std::declval<const Base&>().operator->())) {
        check_use();
        return base_.operator->();
    }
    MAPCHECK_INLINE checked_iterator& operator++() noexcept(noexcept(++std::declval<Base&>())) {
        check_step(hot::Op::step);
        ++base_;
        return *this;
    }
    MAPCHECK_INLINE checked_iterator operator++(int) noexcept(noexcept(std::declval<Base&>()++)) {
        check_step(hot::Op::step);
        checked_iterator old = *this;
        ++base_;
        return old;
    }
    template <class B = Base, class = decltype(--std::declval<B&>())>
    MAPCHECK_INLINE checked_iterator& operator--() noexcept(noexcept(--std::declval<B&>())) {
        check_step(hot::Op::step_back);
        --base_;
        return *this;
    }
    template <class B = Base, class = decltype(--std::declval<B&>())>
    MAPCHECK_INLINE checked_iterator operator--(int) noexcept(noexcept(std::declval<B&>()--)) {
        check_step(hot::Op::step_back);
        checked_iterator old = *this;
        --base_;
        return old;
    }

    friend MAPCHECK_INLINE bool operator==(const checked_iterator& a,
                                           const checked_iterator& b) noexcept(noexcept(a.base_ == b.base_)) {
        return a.equals(b);
    }
    friend MAPCHECK_INLINE bool operator!=(const checked_iterator& a,
                                           const checked_iterator& b) noexcept(noexcept(a.base_ != b.base_)) {
        return !a.equals(b);
    }

    /// The standard library's iterator, for interfaces that want one.
    MAPCHECK_INLINE const Base& base() const noexcept { return base_; }

    // What the container's members need; not for users.
    MAPCHECK_INLINE hot::Word word() const noexcept { return word_; }
    MAPCHECK_INLINE std::uint32_t token() const noexcept { return token_; }
    MAPCHECK_INLINE std::uint32_t begun_at() const noexcept { return begin_; }
    MAPCHECK_INLINE const void* node() const noexcept { return library::node_of(base_); }
    /// Whether it is the end of an unordered container.
    MAPCHECK_INLINE bool is_null_end() const { return null_is_end && node() == nullptr; }
    /// Whether the map has changed since the stamp, or there is none.
    MAPCHECK_INLINE bool is_stale() const { return hot::stamp_differs(word_, node()); }

  private:
    /// All unordered ends are one null pointer: a use of it needs no stamp to be seen.
    static constexpr bool null_is_end = Unordered && library::plain_nodes<Base>;

    MAPCHECK_INLINE void check_use() const {
        const void* element = node();
        if (MAPCHECK_UNLIKELY(hot::stamp_differs(word_, element)) ||
            (null_is_end && MAPCHECK_UNLIKELY(element == nullptr))) {
            hot::MAPCHECK_ABI(use_slow)(word_, begin_, element);
            hot::not_a_tail_call();
        }
    }

    MAPCHECK_INLINE void check_step(hot::Op op) {
        const void* element = node();
        const hot::Tls& tls = hot::MAPCHECK_ABI(tls);
        if (MAPCHECK_UNLIKELY(token_ != tls.token) || MAPCHECK_UNLIKELY(hot::stamp_differs(word_, element)) ||
            (null_is_end && MAPCHECK_UNLIKELY(element == nullptr))) {
            // Said by `use`: there is nothing to step back to. (An iterator without epoch was made by end().)
            if (op == hot::Op::step_back && hot::epoch_of(word_) == 0 && library::is_end_of_empty(base_))
                op = hot::Op::use;
            word_ = hot::MAPCHECK_ABI(step_slow)(word_, token_, begin_, element, op);
            token_ = tls.token;
        }
    }

    /// Iterators of two maps must not be compared. Unordered: only an "equal" can be wrong unnoticed (two
    /// ends), and it is rare. A stamp without slot is the end of a map that was never filled.
    MAPCHECK_INLINE bool equals(const checked_iterator& other) const noexcept(noexcept(base_ == other.base_)) {
        const bool equal = base_ == other.base_;
        if constexpr (null_is_end) {
            if (MAPCHECK_LIKELY(!equal)) return false;
        }
        const auto mine = static_cast<std::uint32_t>(word_);
        const auto theirs = static_cast<std::uint32_t>(other.word_);
        if (MAPCHECK_UNLIKELY(mine != theirs) && mine != 0 && theirs != 0) {
            hot::MAPCHECK_ABI(compare_slow)(word_, node(), other.word_, other.node());
            hot::not_a_tail_call();
        }
        return equal;
    }

    Base base_;
    hot::Word word_ = 0;
    std::uint32_t token_ = 0; ///< Tls::token at the last step, 0: none yet
    std::uint32_t begin_ = 0; ///< where the iteration began
};

/// Iterator of one bucket. It dies by a rehash like any other; its steps are no iteration of the map.
template <class Base>
class checked_local_iterator {
  public:
    using iterator_category = typename std::iterator_traits<Base>::iterator_category;
    using value_type = typename std::iterator_traits<Base>::value_type;
    using difference_type = typename std::iterator_traits<Base>::difference_type;
    using pointer = typename std::iterator_traits<Base>::pointer;
    using reference = typename std::iterator_traits<Base>::reference;
    using mapcheck_tag = checked_tag;

    checked_local_iterator() : base_() {}
    MAPCHECK_INLINE checked_local_iterator(const Base& base, hot::Word word) : base_(base), word_(word) {}
    template <class Other, class = std::enable_if_t<!std::is_same_v<Other, Base> && std::is_convertible_v<Other, Base>>>
    MAPCHECK_INLINE checked_local_iterator(const checked_local_iterator<Other>& other)
        : base_(other.base()), word_(other.word()) {}

    MAPCHECK_INLINE reference operator*() const noexcept(noexcept(*std::declval<const Base&>())) {
        check();
        return *base_;
    }
    MAPCHECK_INLINE pointer operator->() const noexcept(noexcept(std::declval<const Base&>().operator->())) {
        check();
        return base_.operator->();
    }
    MAPCHECK_INLINE checked_local_iterator& operator++() noexcept(noexcept(++std::declval<Base&>())) {
        check();
        ++base_;
        return *this;
    }
    MAPCHECK_INLINE checked_local_iterator operator++(int) noexcept(noexcept(std::declval<Base&>()++)) {
        check();
        checked_local_iterator old = *this;
        ++base_;
        return old;
    }

    friend MAPCHECK_INLINE bool operator==(const checked_local_iterator& a,
                                           const checked_local_iterator& b) noexcept(noexcept(a.base_ == b.base_)) {
        return a.base_ == b.base_;
    }
    friend MAPCHECK_INLINE bool operator!=(const checked_local_iterator& a,
                                           const checked_local_iterator& b) noexcept(noexcept(a.base_ != b.base_)) {
        return a.base_ != b.base_;
    }

    MAPCHECK_INLINE const Base& base() const noexcept { return base_; }
    MAPCHECK_INLINE hot::Word word() const noexcept { return word_; }

  private:
    MAPCHECK_INLINE void check() const {
        if (MAPCHECK_UNLIKELY(hot::stamp_differs(word_, this))) {
            hot::MAPCHECK_ABI(use_slow)(word_, 0, library::node_of_local(base_));
            hot::not_a_tail_call();
        }
    }

    Base base_;
    hot::Word word_ = 0;
};

} // namespace mapcheck::detail
