// What maps and sets, ordered and unordered, unique and multi have in common: iteration, size, insertion,
// removal, look-up. Each member is a scope (scopes.h) and the call of the standard library's own.
// What differs stands in ordered.h, unordered.h and mapping.h, which derive from it.
//
// An element is unlinked under the map's mark and destroyed after it, and built before it where its code
// and the container's could meet (inert.h), so that constructors and destructors may use the map.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <type_traits>
#include <utility>

#include <mapcheck/detail/container.h>
#include <mapcheck/detail/inert.h>
#include <mapcheck/detail/keys.h>
#include <mapcheck/detail/kinds.h>
#include <mapcheck/detail/merge.h>

namespace mapcheck::detail {

template <class Base>
class elements : public container<Base> {
    using super = container<Base>;

  protected:
    using super::base_;
    using super::handle_;

  public:
    using typename super::allocator_type;
    using typename super::const_iterator;
    using typename super::iterator;
    using typename super::key_type;
    using typename super::node_type;
    using typename super::size_type;
    using typename super::value_type;

    using super::super;
    MAPCHECK_INLINE elements() = default;
    MAPCHECK_INLINE elements(const elements&) = default;
    MAPCHECK_INLINE elements(elements&&) = default;
    MAPCHECK_INLINE elements& operator=(const elements&) = default;
    MAPCHECK_INLINE elements& operator=(elements&&) = default;
    MAPCHECK_INLINE elements& operator=(std::initializer_list<value_type> values) {
        super::operator=(values);
        return *this;
    }
    MAPCHECK_INLINE ~elements() = default;

    // ---- iteration. end() reads nothing: it is compared in every round of a loop.

    MAPCHECK_INLINE iterator begin() noexcept {
        read_scope scope(*this, Op::begin);
        return scope.end_begun(base_.begin(), base_.end());
    }
    MAPCHECK_INLINE const_iterator begin() const noexcept {
        read_scope scope(*this, Op::begin);
        return scope.end_begun(base_.begin(), base_.end());
    }
    MAPCHECK_INLINE const_iterator cbegin() const noexcept {
        read_scope scope(*this, Op::begin);
        return scope.end_begun(base_.begin(), base_.end());
    }
    MAPCHECK_INLINE iterator end() noexcept { return iterator(base_.end(), handle_, 0, 0); }
    MAPCHECK_INLINE const_iterator end() const noexcept { return const_iterator(base_.end(), handle_, 0, 0); }
    MAPCHECK_INLINE const_iterator cend() const noexcept { return const_iterator(base_.end(), handle_, 0, 0); }

    // ---- size

    [[nodiscard]] MAPCHECK_INLINE bool empty() const noexcept {
        read_scope scope(*this, Op::size);
        return scope.end(base_.empty());
    }
    MAPCHECK_INLINE size_type size() const noexcept {
        read_scope scope(*this, Op::size);
        return scope.end(base_.size());
    }
    size_type max_size() const noexcept { return base_.max_size(); }

    // ---- insertion

    using insert_result =
        std::conditional_t<is_unique<Base>::value, std::pair<iterator, bool>, iterator>; ///< of insert(value)
    using node_insert_result = std::conditional_t<is_unique<Base>::value, insert_return<iterator, node_type>, iterator>;

    MAPCHECK_INLINE insert_result insert(const value_type& value) {
        write_scope scope(*this, Op::insert);
        return scope.inserted(base_.insert(value));
    }
    MAPCHECK_INLINE insert_result insert(value_type&& value) {
        write_scope scope(*this, Op::insert);
        return scope.inserted(base_.insert(std::move(value)));
    }
    MAPCHECK_INLINE iterator insert(const_iterator hint, const value_type& value) {
        this->check_hint(hint, Op::insert);
        write_scope scope(*this, Op::insert);
        return scope.inserted(base_.insert(hint.base(), value));
    }
    MAPCHECK_INLINE iterator insert(const_iterator hint, value_type&& value) {
        this->check_hint(hint, Op::insert);
        write_scope scope(*this, Op::insert);
        return scope.inserted(base_.insert(hint.base(), std::move(value)));
    }
    template <class InputIterator>
    MAPCHECK_INLINE void insert(InputIterator first, InputIterator last) {
        write_scope scope(*this, Op::insert);
        base_.insert(std::move(first), std::move(last));
        scope.finish_by_size();
    }
    MAPCHECK_INLINE void insert(std::initializer_list<value_type> values) {
        write_scope scope(*this, Op::insert);
        base_.insert(values);
        scope.finish_by_size();
    }
#if defined(__cpp_lib_containers_ranges)
    template <class Range>
    MAPCHECK_INLINE auto insert_range(Range&& range)
        -> decltype(std::declval<Base&>().insert_range(std::forward<Range>(range))) {
        write_scope scope(*this, Op::insert);
        base_.insert_range(std::forward<Range>(range));
        scope.finish_by_size();
    }
#endif
    MAPCHECK_INLINE node_insert_result insert(node_type&& node) {
        write_scope scope(*this, Op::insert);
        auto result = base_.insert(std::move(node));
        if constexpr (is_unique<Base>::value) {
            const auto stamped = scope.inserted(std::make_pair(result.position, result.inserted));
            return {stamped.first, stamped.second, std::move(result.node)};
        } else {
            return scope.inserted(result);
        }
    }
    MAPCHECK_INLINE iterator insert(const_iterator hint, node_type&& node) {
        this->check_hint(hint, Op::insert);
        write_scope scope(*this, Op::insert);
        return scope.inserted(base_.insert(hint.base(), std::move(node)));
    }
    /// Of sets with unique keys, by what is no element yet.
    template <class Key, class E = elements, class = require_inserted_key<E, Key>, class = require_set<E>,
              class = decltype(std::declval<Base&>().insert(std::declval<Key>()))>
    MAPCHECK_INLINE insert_result insert(Key&& key) {
        if constexpr (building<Base>() == Building::outside) {
            {
                write_scope scope(*this, Op::insert);
                const auto found = base_.find(key);
                scope.unchanged();
                if (found != base_.end()) return {scope.at(found), false};
            }
            return emplace_as(Op::insert, std::forward<Key>(key));
        } else {
            write_scope scope(*this, Op::insert, constructs_bit());
            return scope.inserted(base_.insert(std::forward<Key>(key)));
        }
    }
    template <class Key, class E = elements, class = require_inserted_key<E, Key>, class = require_set<E>,
              class = decltype(std::declval<Base&>().insert(std::declval<Key>()))>
    MAPCHECK_INLINE iterator insert(const_iterator hint, Key&& key) {
        this->check_hint(hint, Op::insert);
        return insert(std::forward<Key>(key)).first;
    }
    template <class... Args>
    MAPCHECK_INLINE insert_result emplace(Args&&... args) {
        return emplace_as(Op::emplace, std::forward<Args>(args)...);
    }
    template <class... Args>
    MAPCHECK_INLINE iterator emplace_hint(const_iterator hint, Args&&... args) {
        return emplace_hint_as(Op::emplace, hint, std::forward<Args>(args)...);
    }

    // ---- removal

    MAPCHECK_INLINE iterator erase(const_iterator position) {
        this->check_member(position, Op::erase);
        return erase_node(position.base());
    }
    /// Not a plain overload: the two iterators may be one type.
    template <class Iterator,
              class = std::enable_if_t<std::is_same_v<Iterator, iterator> && !std::is_same_v<iterator, const_iterator>>>
    MAPCHECK_INLINE iterator erase(Iterator position) {
        this->check_member(position, Op::erase);
        return erase_node(position.base());
    }
    MAPCHECK_INLINE size_type erase(const key_type& key) {
        if constexpr (is_unique<Base>::value) {
            const node_type node = extract_as(Op::erase, key); // dies after the write has ended
            return node.empty() ? 0 : 1;
        } else {
            return erase_equal(key);
        }
    }
    /// What is equal to it, which may be several elements where keys are unique too.
    template <class Key, class E = elements, class = require_erased_key<E, Key>,
              class = decltype(std::declval<Base&>().erase(std::declval<Key>()))>
    MAPCHECK_INLINE size_type erase(Key&& key) {
        return erase_equal(key);
    }
    MAPCHECK_INLINE iterator erase(const_iterator first, const_iterator last) {
        this->check_hint(last, Op::erase);
        iterator next(unconst(base_, first.base()), last.word(), last.token(), last.begun_at());
        if (first.base() != last.base()) this->check_member(first, Op::erase);
        while (next.base() != last.base()) next = erase_node(next.base());
        return next;
    }
    MAPCHECK_INLINE void clear() noexcept {
        write_scope scope(*this, Op::clear, 0, Covers::filled_map);
        base_.clear();
        scope.replaced();
    }
    MAPCHECK_INLINE node_type extract(const_iterator position) {
        this->check_member(position, Op::extract);
        return extract_at(Op::extract, position.base());
    }
    MAPCHECK_INLINE node_type extract(const key_type& key) { return extract_as(Op::extract, key); }
    template <class Key, class E = elements, class = require_erased_key<E, Key>,
              class = decltype(std::declval<Base&>().extract(std::declval<Key>()))>
    MAPCHECK_INLINE node_type extract(Key&& key) {
        return extract_as(Op::extract, std::forward<Key>(key));
    }
    /// Takes every element of source whose key has room here. Containers of either uniqueness, and of another
    /// order, can be merged if the standard containers can.
    template <class Other>
    MAPCHECK_INLINE auto merge(container<Other>& source)
        -> decltype(std::declval<Base&>().merge(std::declval<Other&>())) {
        if (static_cast<const void*>(this) == static_cast<const void*>(&source)) return;
        write_scope to(*this, Op::merge);
        write_scope from(source, Op::merge);
        merge_nodes(base_, source.base_, to.slot(), from.slot());
        to.finish_by_size();
        from.finish_by_size();
    }
    template <class Other>
    MAPCHECK_INLINE auto merge(container<Other>&& source)
        -> decltype(std::declval<Base&>().merge(std::declval<Other&>())) {
        merge(source);
    }

    // ---- look-up

    MAPCHECK_INLINE iterator find(const key_type& key) {
        read_scope scope(*this, Op::find);
        return scope.end_found(base_.find(key), base_.end());
    }
    MAPCHECK_INLINE const_iterator find(const key_type& key) const {
        read_scope scope(*this, Op::find);
        return scope.end_found(base_.find(key), base_.end());
    }
    template <class Key, class B = Base, class = std::enable_if_t<is_transparent<B>::value>>
    MAPCHECK_INLINE iterator find(const Key& key) {
        read_scope scope(*this, Op::find);
        return scope.end_found(base_.find(key), base_.end());
    }
    template <class Key, class B = Base, class = std::enable_if_t<is_transparent<B>::value>>
    MAPCHECK_INLINE const_iterator find(const Key& key) const {
        read_scope scope(*this, Op::find);
        return scope.end_found(base_.find(key), base_.end());
    }
    MAPCHECK_INLINE size_type count(const key_type& key) const {
        read_scope scope(*this, Op::count);
        return scope.end(base_.count(key));
    }
    template <class Key, class B = Base, class = std::enable_if_t<is_transparent<B>::value>>
    MAPCHECK_INLINE size_type count(const Key& key) const {
        read_scope scope(*this, Op::count);
        return scope.end(base_.count(key));
    }
#if __cplusplus > 201703L
    MAPCHECK_INLINE bool contains(const key_type& key) const {
        read_scope scope(*this, Op::count);
        return scope.end(base_.contains(key));
    }
    template <class Key, class B = Base, class = std::enable_if_t<is_transparent<B>::value>>
    MAPCHECK_INLINE bool contains(const Key& key) const {
        read_scope scope(*this, Op::count);
        return scope.end(base_.contains(key));
    }
#endif
    MAPCHECK_INLINE std::pair<iterator, iterator> equal_range(const key_type& key) {
        read_scope scope(*this, Op::bound);
        return scope.end_found(base_.equal_range(key), base_.end());
    }
    MAPCHECK_INLINE std::pair<const_iterator, const_iterator> equal_range(const key_type& key) const {
        read_scope scope(*this, Op::bound);
        return scope.end_found(base_.equal_range(key), base_.end());
    }
    template <class Key, class B = Base, class = std::enable_if_t<is_transparent<B>::value>>
    MAPCHECK_INLINE std::pair<iterator, iterator> equal_range(const Key& key) {
        read_scope scope(*this, Op::bound);
        return scope.end_found(base_.equal_range(key), base_.end());
    }
    template <class Key, class B = Base, class = std::enable_if_t<is_transparent<B>::value>>
    MAPCHECK_INLINE std::pair<const_iterator, const_iterator> equal_range(const Key& key) const {
        read_scope scope(*this, Op::bound);
        return scope.end_found(base_.equal_range(key), base_.end());
    }

  protected:
    template <class... Args>
    MAPCHECK_INLINE insert_result emplace_as(Op op, Args&&... args) {
        if constexpr (building<Base>() == Building::outside) {
            Base scratch = empty_twin();
            scratch.emplace(std::forward<Args>(args)...);
            return insert_built(op, scratch.extract(scratch.begin()));
        } else {
            write_scope scope(*this, op, constructs_bit());
            return scope.inserted(base_.emplace(std::forward<Args>(args)...));
        }
    }
    template <class... Args>
    MAPCHECK_INLINE iterator emplace_hint_as(Op op, const_iterator hint, Args&&... args) {
        this->check_hint(hint, op);
        if constexpr (building<Base>() == Building::outside) {
            Base scratch = empty_twin();
            scratch.emplace(std::forward<Args>(args)...);
            node_type node = scratch.extract(scratch.begin());
            write_scope scope(*this, op);
            return scope.inserted(base_.insert(hint.base(), std::move(node)));
        } else {
            write_scope scope(*this, op, constructs_bit());
            return scope.inserted(base_.emplace_hint(hint.base(), std::forward<Args>(args)...));
        }
    }
    /// Links a node; one that finds no room dies after the write.
    MAPCHECK_INLINE insert_result insert_built(Op op, node_type node) {
        write_scope scope(*this, op);
        auto result = base_.insert(std::move(node));
        if constexpr (is_unique<Base>::value) {
            node = std::move(result.node);
            return scope.inserted(std::make_pair(result.position, result.inserted));
        } else {
            return scope.inserted(result);
        }
    }
    /// An empty container whose nodes fit this one.
    Base empty_twin() const {
        if constexpr (is_unordered<Base>::value)
            return Base(0, base_.hash_function(), base_.key_eq(), base_.get_allocator());
        else
            return Base(base_.key_comp(), base_.get_allocator());
    }
    static constexpr std::uint32_t constructs_bit() {
        return building<Base>() == Building::plain ? std::uint32_t{0} : std::uint32_t{hot::MAPCHECK_ABI(constructs)};
    }

  private:
    /// Unlinks under the mark; the element is the caller's, to live on or to die, when the write is over.
    template <class BaseIterator>
    MAPCHECK_INLINE node_type extract_at(Op op, BaseIterator position, iterator* next = nullptr) {
        write_scope scope(*this, op);
        typename Base::iterator after{};
        if (next != nullptr) after = std::next(unconst(base_, position));
        node_type node = base_.extract(position);
        scope.erased(library::node_of(position));
        if (next != nullptr) *next = scope.at(after);
        return node;
    }
    template <class Key>
    MAPCHECK_INLINE node_type extract_as(Op op, Key&& key) {
        write_scope scope(*this, op);
        node_type node = base_.extract(std::forward<Key>(key));
        if (node.empty())
            scope.unchanged();
        else
            scope.erased(library::node_in<Base>(node));
        return node;
    }
    template <class Key>
    MAPCHECK_INLINE size_type erase_equal(const Key& key) {
        write_scope scope(*this, Op::erase);
        const auto range = base_.equal_range(key);
        const auto count = static_cast<size_type>(std::distance(range.first, range.second));
        scope.unchanged();
        // The key may be that of an element: the node that has it dies last.
        auto with_key = range.second;
        auto next = range.first;
        for (size_type i = 0; i < count; ++i) {
            const auto position = next++;
            if (static_cast<const void*>(std::addressof(library::key_at<Base>(position))) == std::addressof(key))
                with_key = position;
            else
                (void)extract_at(Op::erase, position);
        }
        if (with_key != range.second) (void)extract_at(Op::erase, with_key);
        return count;
    }
    template <class BaseIterator>
    MAPCHECK_INLINE iterator erase_node(BaseIterator position) {
        iterator next;
        const node_type node = extract_at(Op::erase, position, &next);
        return next;
    }
};

} // namespace mapcheck::detail
