// What maps have beyond sets: insertion of what converts to an element, and, where keys are unique, access
// by key and insertion of a key with the arguments of its value.
#pragma once

#include <tuple>
#include <type_traits>
#include <utility>

#include <mapcheck/detail/elements.h>

namespace mapcheck::detail {

/// Layer is ordered<...> or unordered<...>.
template <class Layer>
class mapping : public Layer {
  public:
    using typename Layer::const_iterator;
    using typename Layer::insert_result;
    using typename Layer::iterator;
    using typename Layer::value_type;
    using mapped_type = typename Layer::base_type::mapped_type;

    using Layer::Layer;
    MAPCHECK_INLINE mapping() = default;
    MAPCHECK_INLINE mapping(const mapping&) = default;
    MAPCHECK_INLINE mapping(mapping&&) = default;
    MAPCHECK_INLINE mapping& operator=(const mapping&) = default;
    MAPCHECK_INLINE mapping& operator=(mapping&&) = default;
    MAPCHECK_INLINE ~mapping() = default;

    using Layer::insert;
    template <class Pair, class = std::enable_if_t<std::is_constructible_v<value_type, Pair&&>>>
    MAPCHECK_INLINE insert_result insert(Pair&& pair) {
        return this->emplace_as(Op::insert, std::forward<Pair>(pair));
    }
    template <class Pair, class = std::enable_if_t<std::is_constructible_v<value_type, Pair&&>>>
    MAPCHECK_INLINE iterator insert(const_iterator hint, Pair&& pair) {
        return this->emplace_hint_as(Op::insert, hint, std::forward<Pair>(pair));
    }
};

/// Map whose keys are unique.
template <class Layer>
class unique_mapping : public mapping<Layer> {
    using super = mapping<Layer>;
    using Base = typename super::base_type;
    using super::base_;
    /// A key of another type, where the library has operator[] and the rest for it.
    template <class Key>
    using require_key =
        decltype(std::declval<require_inserted_key<super, Key>*>(), std::declval<Base&>()[std::declval<Key>()]);

  public:
    using typename super::const_iterator;
    using typename super::iterator;
    using typename super::key_type;
    using typename super::mapped_type;
    using insert_return_type = typename super::node_insert_result;

    using super::super;
    MAPCHECK_INLINE unique_mapping() = default;
    MAPCHECK_INLINE unique_mapping(const unique_mapping&) = default;
    MAPCHECK_INLINE unique_mapping(unique_mapping&&) = default;
    MAPCHECK_INLINE unique_mapping& operator=(const unique_mapping&) = default;
    MAPCHECK_INLINE unique_mapping& operator=(unique_mapping&&) = default;
    MAPCHECK_INLINE ~unique_mapping() = default;

    /// A read if the key is there, a write if it is not.
    MAPCHECK_INLINE mapped_type& operator[](const key_type& key) { return subscript(key); }
    MAPCHECK_INLINE mapped_type& operator[](key_type&& key) { return subscript(std::move(key)); }
    template <class Key, class = require_key<Key>>
    MAPCHECK_INLINE mapped_type& operator[](Key&& key) {
        return subscript(std::forward<Key>(key));
    }
    MAPCHECK_INLINE mapped_type& at(const key_type& key) { return at_in(*this, key); }
    MAPCHECK_INLINE const mapped_type& at(const key_type& key) const { return at_in(*this, key); }
    template <class Key, class = require_key<const Key&>>
    MAPCHECK_INLINE mapped_type& at(const Key& key) {
        return at_in(*this, key);
    }
    template <class Key, class = require_key<const Key&>>
    MAPCHECK_INLINE const mapped_type& at(const Key& key) const {
        return at_in(*this, key);
    }

    template <class... Args>
    MAPCHECK_INLINE std::pair<iterator, bool> try_emplace(const key_type& key, Args&&... args) {
        return try_emplace_as(Op::try_emplace, key, std::forward<Args>(args)...);
    }
    template <class... Args>
    MAPCHECK_INLINE std::pair<iterator, bool> try_emplace(key_type&& key, Args&&... args) {
        return try_emplace_as(Op::try_emplace, std::move(key), std::forward<Args>(args)...);
    }
    template <class... Args>
    MAPCHECK_INLINE iterator try_emplace(const_iterator hint, const key_type& key, Args&&... args) {
        return try_emplace_hint_as(hint, key, std::forward<Args>(args)...);
    }
    template <class... Args>
    MAPCHECK_INLINE iterator try_emplace(const_iterator hint, key_type&& key, Args&&... args) {
        return try_emplace_hint_as(hint, std::move(key), std::forward<Args>(args)...);
    }
    template <class Key, class... Args, class = require_key<Key>>
    MAPCHECK_INLINE std::pair<iterator, bool> try_emplace(Key&& key, Args&&... args) {
        return try_emplace_as(Op::try_emplace, std::forward<Key>(key), std::forward<Args>(args)...);
    }
    template <class Key, class... Args, class = require_key<Key>>
    MAPCHECK_INLINE iterator try_emplace(const_iterator hint, Key&& key, Args&&... args) {
        return try_emplace_hint_as(hint, std::forward<Key>(key), std::forward<Args>(args)...);
    }

    template <class Mapped>
    MAPCHECK_INLINE std::pair<iterator, bool> insert_or_assign(const key_type& key, Mapped&& mapped) {
        return insert_or_assign_as(key, std::forward<Mapped>(mapped));
    }
    template <class Mapped>
    MAPCHECK_INLINE std::pair<iterator, bool> insert_or_assign(key_type&& key, Mapped&& mapped) {
        return insert_or_assign_as(std::move(key), std::forward<Mapped>(mapped));
    }
    template <class Mapped>
    MAPCHECK_INLINE iterator insert_or_assign(const_iterator hint, const key_type& key, Mapped&& mapped) {
        this->check_hint(hint, Op::insert_or_assign);
        return insert_or_assign_as(key, std::forward<Mapped>(mapped)).first;
    }
    template <class Mapped>
    MAPCHECK_INLINE iterator insert_or_assign(const_iterator hint, key_type&& key, Mapped&& mapped) {
        this->check_hint(hint, Op::insert_or_assign);
        return insert_or_assign_as(std::move(key), std::forward<Mapped>(mapped)).first;
    }
    template <class Key, class Mapped, class = require_key<Key>>
    MAPCHECK_INLINE std::pair<iterator, bool> insert_or_assign(Key&& key, Mapped&& mapped) {
        return insert_or_assign_as(std::forward<Key>(key), std::forward<Mapped>(mapped));
    }
    template <class Key, class Mapped, class = require_key<Key>>
    MAPCHECK_INLINE iterator insert_or_assign(const_iterator hint, Key&& key, Mapped&& mapped) {
        this->check_hint(hint, Op::insert_or_assign);
        return insert_or_assign_as(std::forward<Key>(key), std::forward<Mapped>(mapped)).first;
    }

  private:
    /// self: *this, const or not.
    template <class Self, class Key>
    static MAPCHECK_INLINE auto& at_in(Self& self, const Key& key) {
        read_scope scope(self, Op::at);
        auto& found = self.base_.at(key);
        scope.end_after(std::addressof(found));
        return found;
    }
    template <class Key>
    MAPCHECK_INLINE mapped_type& subscript(Key&& key) {
        {
            read_scope scope(*this, Op::subscript);
            const auto found = base_.find(key);
            const bool present = found != base_.end();
            scope.end_after(library::node_of(found));
            if (MAPCHECK_LIKELY(present)) return found->second;
        }
        if constexpr (building<Base>() == Building::outside) {
            return try_emplace_as(Op::subscript, std::forward<Key>(key)).first.base()->second;
        } else {
            write_scope scope(*this, Op::subscript, this->constructs_bit());
            mapped_type& inserted = base_[std::forward<Key>(key)];
            scope.finish_by_size(library::node_around<Base>(inserted));
            return inserted;
        }
    }

    template <class Key, class... Args>
    MAPCHECK_INLINE std::pair<iterator, bool> try_emplace_as(Op op, Key&& key, Args&&... args) {
        if constexpr (building<Base>() == Building::outside) {
            {
                write_scope scope(*this, op);
                const auto found = base_.find(key);
                scope.unchanged();
                if (found != base_.end()) return {scope.at(found), false};
            }
            Base scratch = this->empty_twin();
            scratch.try_emplace(std::forward<Key>(key), std::forward<Args>(args)...);
            return this->insert_built(op, scratch.extract(scratch.begin()));
        } else {
            write_scope scope(*this, op, this->constructs_bit());
            return scope.inserted(base_.try_emplace(std::forward<Key>(key), std::forward<Args>(args)...));
        }
    }
    template <class Key, class... Args>
    MAPCHECK_INLINE iterator try_emplace_hint_as(const_iterator hint, Key&& key, Args&&... args) {
        this->check_hint(hint, Op::try_emplace);
        if constexpr (building<Base>() == Building::outside) {
            return try_emplace_as(Op::try_emplace, std::forward<Key>(key), std::forward<Args>(args)...).first;
        } else {
            write_scope scope(*this, Op::try_emplace, this->constructs_bit());
            return scope.inserted(base_.try_emplace(hint.base(), std::forward<Key>(key), std::forward<Args>(args)...));
        }
    }

    /// The old value dies by the assignment; its destructor may use the map, so the mark is not held then.
    template <class Key, class Mapped>
    MAPCHECK_INLINE std::pair<iterator, bool> insert_or_assign_as(Key&& key, Mapped&& mapped) {
        if constexpr (std::is_scalar_v<mapped_type>) {
            write_scope scope(*this, Op::insert_or_assign);
            return scope.inserted(base_.insert_or_assign(std::forward<Key>(key), std::forward<Mapped>(mapped)));
        } else {
            write_scope scope(*this, Op::insert_or_assign);
            const auto found = base_.find(key);
            scope.unchanged();
            if (found != base_.end()) {
                found->second = std::forward<Mapped>(mapped);
                return {scope.at(found), false};
            }
            return try_emplace_as(Op::insert_or_assign, std::forward<Key>(key), std::forward<Mapped>(mapped));
        }
    }
};

} // namespace mapcheck::detail
