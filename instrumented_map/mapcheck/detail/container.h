// What every checked container holds: the standard container, and the handle of its shadow slot, 0 until
// the first read or write. Owner of both, and of their life: copies, moves, assignment, swap, destruction.
//
//   container -> elements -> ordered | unordered -> mapping -> unique_mapping -> mapcheck::map, ...
//
// Invariant: the slot belongs to the elements. It travels with them when the container is moved or
// swapped, and dies with a container that has it. Thread-safety is that of the standard container: none;
// that is what is watched.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <type_traits>
#include <utility>

#include <mapcheck/detail/iterator.h>
#include <mapcheck/detail/library.h>
#include <mapcheck/detail/map_type.h>
#include <mapcheck/detail/scopes.h>
#include <mapcheck/hot.h>

namespace mapcheck::detail {

struct construct_tag {};

template <class Base>
class container {
  public:
    using base_type = Base;
    using mapcheck_tag = checked_tag;
    using key_type = typename Base::key_type;
    using value_type = typename Base::value_type;
    using allocator_type = typename Base::allocator_type;
    using size_type = typename Base::size_type;
    using difference_type = typename Base::difference_type;
    using reference = typename Base::reference;
    using const_reference = typename Base::const_reference;
    using pointer = typename Base::pointer;
    using const_pointer = typename Base::const_pointer;
    using node_type = typename Base::node_type;

    template <class BaseIterator>
    using wrapped = checked_iterator<BaseIterator, is_unordered<Base>::value>;
    using iterator = wrapped<typename Base::iterator>;
    using const_iterator = wrapped<typename Base::const_iterator>;
    static_assert(!library::plain_nodes<typename Base::iterator> ||
                  library::is_debug_iterator<typename Base::iterator>::value ||
                  (sizeof(iterator) == 24 && std::is_trivially_copyable_v<iterator>));

    // ---- construction, assignment, destruction (the rest: ordered.h, unordered.h)

    container() = default;
    MAPCHECK_INLINE container(const container& other) : base_(copied(other)) { constructed(); }
    MAPCHECK_INLINE container(const container& other, const allocator_type& allocator)
        : base_(copied(other, allocator)) {
        constructed();
    }
    MAPCHECK_INLINE container(container&& other) noexcept(std::is_nothrow_move_constructible_v<Base>)
        : base_(moved_out(other)) {
        adopt_slot(other);
    }
    MAPCHECK_INLINE container(container&& other, const allocator_type& allocator) noexcept(
        std::is_nothrow_constructible_v<Base, Base, const allocator_type&>)
        : base_(moved_out(other, allocator)) {
        if (same_allocator(other))
            adopt_slot(other);
        else
            constructed();
    }
    /// The elements of a standard container.
    template <class Other, class = std::enable_if_t<std::is_same_v<std::decay_t<Other>, Base>>>
    MAPCHECK_INLINE explicit container(Other&& other) : base_(std::forward<Other>(other)) {
        constructed();
    }

    MAPCHECK_INLINE container& operator=(const container& other) {
        if (this != &other) {
            read_scope source(other, Op::copy);
            write_scope scope(*this, Op::assign);
            base_ = other.base_;
            source.end_after(base_.size());
            scope.replaced();
        }
        return *this;
    }
    MAPCHECK_INLINE container& operator=(container&& other) noexcept(std::is_nothrow_move_assignable_v<Base>) {
        if (this != &other) {
            write_scope from(other, Op::move_from, 0, Covers::filled_map);
            write_scope to(*this, Op::move_to, 0, Covers::filled_map);
            const bool steals = std::allocator_traits<allocator_type>::propagate_on_container_move_assignment::value ||
                                same_allocator(other);
            base_ = std::move(other.base_);
            to.replaced();
            if (steals) {
                from.moved();
                if (other.handle_ != 0) {
                    give_up_slot();
                    adopt_slot(other);
                }
            } else {
                from.replaced();
            }
        }
        return *this;
    }
    MAPCHECK_INLINE container& operator=(std::initializer_list<value_type> values) {
        write_scope scope(*this, Op::assign);
        base_ = values;
        scope.replaced();
        return *this;
    }
    MAPCHECK_INLINE ~container() {
        if (handle_ != 0) {
            {
                write_scope scope(*this, Op::destroy);
                base_.clear();
                scope.destroyed();
            }
            give_up_slot();
        }
    }

    allocator_type get_allocator() const noexcept { return base_.get_allocator(); }

    MAPCHECK_INLINE void swap(container& other) noexcept(noexcept(std::declval<Base&>().swap(other.base_))) {
        if (this == &other) return;
        write_scope mine(*this, Op::swap);
        write_scope theirs(other, Op::swap);
        base_.swap(other.base_);
        mine.moved();
        theirs.moved();
        std::swap(handle_, other.handle_);
        tell_slot();
        other.tell_slot();
    }

    // ---- mapcheck's own

    /// The standard container, for interfaces that want one. What is done through it is not watched.
    Base& base() noexcept { return base_; }
    const Base& base() const noexcept { return base_; }
    /// What mapcheck_name() calls.
    MAPCHECK_INLINE void mapcheck_set_name(const char* name) const {
        hot::MAPCHECK_ABI(slot_name)(&handle_, this, end_node(), &map_type<Base>::value, name);
        hot::not_a_tail_call();
    }

  protected:
    template <class... Args>
    MAPCHECK_INLINE explicit container(construct_tag, Args&&... args) : base_(std::forward<Args>(args)...) {
        constructed();
    }

    /// A map that has elements from its construction was written by whoever constructed it.
    MAPCHECK_INLINE void constructed() {
        if (base_.empty()) return;
        write_scope scope(*this, Op::construct);
        scope.moved();
    }

    /// An iterator that a member was given must be of this map and alive.
    template <class Iterator>
    MAPCHECK_INLINE void check_member(const Iterator& position, Op op) const {
        if (MAPCHECK_UNLIKELY(static_cast<std::uint32_t>(position.word()) != handle_) ||
            MAPCHECK_UNLIKELY(position.is_stale()) || MAPCHECK_UNLIKELY(position.is_null_end())) {
            hot::MAPCHECK_ABI(member_slow)(position.word(), position.begun_at(), position.node(), handle_, op);
            hot::not_a_tail_call();
        }
    }
    /// The same where end() will do, however it was come by.
    MAPCHECK_INLINE void check_hint(const const_iterator& position, Op op) const {
        if (position.word() != handle_ && position.base() != base_.end()) check_member(position, op);
    }

    Base base_;
    mutable std::uint32_t handle_ = 0; ///< offset of the slot, 0: none yet

  private:
    template <class>
    friend class container;
    template <class>
    friend class elements;
    template <class>
    friend class read_scope;
    template <class>
    friend class write_scope;

    static MAPCHECK_INLINE Base copied(const container& other) {
        read_scope scope(other, Op::copy);
        Base copy(other.base_);
        scope.end_after(copy.size());
        return copy;
    }
    static MAPCHECK_INLINE Base copied(const container& other, const allocator_type& allocator) {
        read_scope scope(other, Op::copy);
        Base copy(other.base_, allocator);
        scope.end_after(copy.size());
        return copy;
    }
    static MAPCHECK_INLINE Base moved_out(container& other) {
        write_scope scope(other, Op::move_from, 0, Covers::filled_map);
        Base moved(std::move(other.base_));
        scope.moved();
        return moved;
    }
    static MAPCHECK_INLINE Base moved_out(container& other, const allocator_type& allocator) {
        write_scope scope(other, Op::move_from, 0, Covers::filled_map);
        Base moved(std::move(other.base_), allocator);
        if (moved.get_allocator() == other.base_.get_allocator())
            scope.moved();
        else
            scope.replaced();
        return moved;
    }
    bool same_allocator(const container& other) const {
        if constexpr (std::allocator_traits<allocator_type>::is_always_equal::value)
            return true;
        else
            return base_.get_allocator() == other.base_.get_allocator();
    }

    /// The slot of elements that came from other comes too.
    MAPCHECK_INLINE void adopt_slot(container& other) {
        handle_ = std::exchange(other.handle_, 0);
        tell_slot();
    }
    MAPCHECK_INLINE void tell_slot() {
        if (handle_ != 0) {
            hot::MAPCHECK_ABI(slot_moved)(handle_, this, end_node());
            hot::not_a_tail_call();
        }
    }
    MAPCHECK_INLINE void give_up_slot() {
        if (handle_ != 0) {
            hot::MAPCHECK_ABI(slot_dead)(handle_);
            hot::not_a_tail_call();
        }
    }

    MAPCHECK_INLINE size_type bucket_count_now() const {
        if constexpr (is_unordered<Base>::value)
            return base_.bucket_count();
        else
            return 0;
    }
    /// The header of a tree; null if unordered.
    MAPCHECK_INLINE const void* end_node() const { return library::node_of(base_.end()); }
};

} // namespace mapcheck::detail
