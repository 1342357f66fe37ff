// What the unordered containers have in common beyond elements.h: constructors with a hash, buckets, the
// hash policy.
#pragma once

#include <initializer_list>
#include <type_traits>
#include <utility>

#include <mapcheck/detail/elements.h>

namespace mapcheck::detail {

template <class Base>
class unordered : public elements<Base> {
    using super = elements<Base>;

#if defined(__cpp_lib_containers_ranges)
    template <class Range>
    using require_range =
        std::enable_if_t<std::is_constructible_v<Base, std::from_range_t, Range, typename Base::size_type,
                                                 typename Base::allocator_type>>;
#endif

  protected:
    using super::base_;

  public:
    using typename super::allocator_type;
    using typename super::key_type;
    using typename super::size_type;
    using typename super::value_type;
    using hasher = typename Base::hasher;
    using key_equal = typename Base::key_equal;
    using local_iterator = checked_local_iterator<typename Base::local_iterator>;
    using const_local_iterator = checked_local_iterator<typename Base::const_local_iterator>;

    using super::super;
    MAPCHECK_INLINE unordered() = default;
    MAPCHECK_INLINE unordered(const unordered&) = default;
    MAPCHECK_INLINE unordered(unordered&&) = default;
    MAPCHECK_INLINE unordered& operator=(const unordered&) = default;
    MAPCHECK_INLINE unordered& operator=(unordered&&) = default;
    MAPCHECK_INLINE ~unordered() = default;

    MAPCHECK_INLINE explicit unordered(size_type buckets, const hasher& hash = hasher(),
                                       const key_equal& equal = key_equal(),
                                       const allocator_type& allocator = allocator_type())
        : super(construct_tag(), buckets, hash, equal, allocator) {}
    MAPCHECK_INLINE unordered(size_type buckets, const allocator_type& allocator)
        : super(construct_tag(), buckets, allocator) {}
    MAPCHECK_INLINE unordered(size_type buckets, const hasher& hash, const allocator_type& allocator)
        : super(construct_tag(), buckets, hash, allocator) {}
    MAPCHECK_INLINE explicit unordered(const allocator_type& allocator) : super(construct_tag(), allocator) {}
    template <class InputIterator>
    MAPCHECK_INLINE unordered(InputIterator first, InputIterator last) : super(construct_tag(), first, last) {}
    template <class InputIterator>
    MAPCHECK_INLINE unordered(InputIterator first, InputIterator last, size_type buckets, const hasher& hash = hasher(),
                              const key_equal& equal = key_equal(), const allocator_type& allocator = allocator_type())
        : super(construct_tag(), first, last, buckets, hash, equal, allocator) {}
    template <class InputIterator>
    MAPCHECK_INLINE unordered(InputIterator first, InputIterator last, size_type buckets,
                              const allocator_type& allocator)
        : super(construct_tag(), first, last, buckets, allocator) {}
    template <class InputIterator>
    MAPCHECK_INLINE unordered(InputIterator first, InputIterator last, size_type buckets, const hasher& hash,
                              const allocator_type& allocator)
        : super(construct_tag(), first, last, buckets, hash, allocator) {}
    MAPCHECK_INLINE unordered(std::initializer_list<value_type> values) : super(construct_tag(), values) {}
    MAPCHECK_INLINE unordered(std::initializer_list<value_type> values, const allocator_type& allocator)
        : super(construct_tag(), values, 0, allocator) {}
    MAPCHECK_INLINE unordered(std::initializer_list<value_type> values, size_type buckets,
                              const hasher& hash = hasher(), const key_equal& equal = key_equal(),
                              const allocator_type& allocator = allocator_type())
        : super(construct_tag(), values, buckets, hash, equal, allocator) {}
    MAPCHECK_INLINE unordered(std::initializer_list<value_type> values, size_type buckets,
                              const allocator_type& allocator)
        : super(construct_tag(), values, buckets, allocator) {}
    MAPCHECK_INLINE unordered(std::initializer_list<value_type> values, size_type buckets, const hasher& hash,
                              const allocator_type& allocator)
        : super(construct_tag(), values, buckets, hash, allocator) {}
#if defined(__cpp_lib_containers_ranges)
    template <class Range, class = require_range<Range>>
    MAPCHECK_INLINE unordered(std::from_range_t tag, Range&& range)
        : super(construct_tag(), tag, std::forward<Range>(range)) {}
    template <class Range, class = require_range<Range>>
    MAPCHECK_INLINE unordered(std::from_range_t tag, Range&& range, size_type buckets, const hasher& hash = hasher(),
                              const key_equal& equal = key_equal(), const allocator_type& allocator = allocator_type())
        : super(construct_tag(), tag, std::forward<Range>(range), buckets, hash, equal, allocator) {}
    template <class Range, class = require_range<Range>>
    MAPCHECK_INLINE unordered(std::from_range_t tag, Range&& range, size_type buckets, const allocator_type& allocator)
        : super(construct_tag(), tag, std::forward<Range>(range), buckets, allocator) {}
    template <class Range, class = require_range<Range>>
    MAPCHECK_INLINE unordered(std::from_range_t tag, Range&& range, size_type buckets, const hasher& hash,
                              const allocator_type& allocator)
        : super(construct_tag(), tag, std::forward<Range>(range), buckets, hash, allocator) {}
#endif

    // ---- buckets

    MAPCHECK_INLINE size_type bucket_count() const noexcept {
        read_scope scope(*this, Op::bucket);
        return scope.end(base_.bucket_count());
    }
    size_type max_bucket_count() const noexcept { return base_.max_bucket_count(); }
    MAPCHECK_INLINE size_type bucket_size(size_type bucket) const {
        read_scope scope(*this, Op::bucket);
        return scope.end(base_.bucket_size(bucket));
    }
    MAPCHECK_INLINE size_type bucket(const key_type& key) const {
        read_scope scope(*this, Op::bucket);
        return scope.end(base_.bucket(key));
    }
    template <class Key, class U = unordered, class = require_inserted_key<U, const Key&>>
    MAPCHECK_INLINE auto bucket(const Key& key) const -> decltype(std::declval<const Base&>().bucket(key)) {
        read_scope scope(*this, Op::bucket);
        return scope.end(base_.bucket(key));
    }

    using super::begin;
    using super::cbegin;
    using super::cend;
    using super::end;
    MAPCHECK_INLINE local_iterator begin(size_type bucket) {
        read_scope scope(*this, Op::bucket);
        local_iterator first(base_.begin(bucket), scope.word());
        scope.end_after(library::node_of_local(first.base()));
        return first;
    }
    MAPCHECK_INLINE const_local_iterator begin(size_type bucket) const { return cbegin(bucket); }
    MAPCHECK_INLINE const_local_iterator cbegin(size_type bucket) const {
        read_scope scope(*this, Op::bucket);
        const_local_iterator first(base_.cbegin(bucket), scope.word());
        scope.end_after(library::node_of_local(first.base()));
        return first;
    }
    MAPCHECK_INLINE local_iterator end(size_type bucket) { return local_iterator(base_.end(bucket), this->handle_); }
    MAPCHECK_INLINE const_local_iterator end(size_type bucket) const { return cend(bucket); }
    MAPCHECK_INLINE const_local_iterator cend(size_type bucket) const {
        return const_local_iterator(base_.cend(bucket), this->handle_);
    }

    // ---- hash policy

    hasher hash_function() const { return base_.hash_function(); }
    key_equal key_eq() const { return base_.key_eq(); }
    MAPCHECK_INLINE float load_factor() const noexcept {
        read_scope scope(*this, Op::bucket);
        return scope.end(base_.load_factor());
    }
    float max_load_factor() const noexcept { return base_.max_load_factor(); }
    MAPCHECK_INLINE void max_load_factor(float factor) {
        write_scope scope(*this, Op::rehash);
        base_.max_load_factor(factor);
        scope.finish_by_size();
    }
    MAPCHECK_INLINE void rehash(size_type buckets) {
        write_scope scope(*this, Op::rehash);
        base_.rehash(buckets);
        scope.finish_by_size();
    }
    MAPCHECK_INLINE void reserve(size_type elements) {
        write_scope scope(*this, Op::rehash);
        base_.reserve(elements);
        scope.finish_by_size();
    }
};

} // namespace mapcheck::detail
