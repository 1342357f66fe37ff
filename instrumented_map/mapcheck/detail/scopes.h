// One call of a container's member, as the detector sees it: a read between its begin and its end, or
// a write under the map's mark. Each member of the containers opens one scope, forwards the call, and
// ends the scope with what came back.
//
//   read_scope   word at begin == this thread's last record?  ── no ──> read_slow
//                ... the standard library's call ...
//                same word at the end?                        ── no ──> read_end_slow
//   write_scope  only this thread has written, no mark?  ── set it ── no ──> write_begin_slow
//                ... the standard library's call ...
//                write_end: judged, logged, next epoch, mark released
//
// Everything here is inlined into the user's function, at -O0 too: the return address that the runtime
// sees is the user's line. A write that ends by an exception counts as a change.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <mapcheck/detail/iterator.h>
#include <mapcheck/detail/library.h>
#include <mapcheck/detail/map_type.h>
#include <mapcheck/hot.h>

#include <mapcheck/atomics_off.inc>

namespace mapcheck::detail {

using hot::Op;

template <class Base>
class container;

template <class Base>
class read_scope {
  public:
    MAPCHECK_INLINE read_scope(const container<Base>& map, Op op) : op_(op) {
        hot::Tls& tls = hot::MAPCHECK_ABI(tls);
        const std::uint32_t handle = map.handle_ & hot::offset_mask;
        const hot::Slot* slot = hot::slot_at(handle);
        // The last read of this thread is met again most often; the table of records is asked after it.
        word_ = tls.recent_read;
        if (op != Op::begin && MAPCHECK_LIKELY(!hot::word_differs(slot, word_, word_))) return;
        word_ = hot::load_word(slot);
        const std::uint64_t key = word_ ^ tls.mix;
        const hot::ReadRecord& record = hot::record_of(tls, handle);
        if (MAPCHECK_LIKELY(key == (op == Op::begin ? record.step_key : record.read_key))) {
            if (op != Op::begin) tls.recent_read = word_;
            return;
        }
        // A map without slot gets one here, so that the end of this read sees a first insertion.
        word_ = hot::MAPCHECK_ABI(read_slow)(&map.handle_, &map, map.end_node(), &map_type<Base>::value, op);
    }
    read_scope(const read_scope&) = delete;
    read_scope& operator=(const read_scope&) = delete;

    /// Ends the read. `dependency` comes from what the call returned: the word is loaded after it.
    template <class T>
    MAPCHECK_INLINE void end_after(T dependency) const {
        if (MAPCHECK_UNLIKELY(hot::stamp_differs(word_, dependency))) {
            hot::MAPCHECK_ABI(read_end_slow)(hot::offset_of(word_), word_, op_);
            hot::not_a_tail_call();
        }
    }

    template <class T, class = std::enable_if_t<std::is_integral_v<T>>>
    MAPCHECK_INLINE T end(T value) const {
        end_after(value);
        return value;
    }
    MAPCHECK_INLINE float end(float value) const {
        end_after(0);
        return value;
    }
    template <class BaseIterator, class = std::enable_if_t<!std::is_arithmetic_v<BaseIterator>>, class = void>
    MAPCHECK_INLINE auto end(const BaseIterator& found) const {
        end_after(library::node_of(found));
        return at(found, 0);
    }
    /// Of a look-up that may have found nothing: what is the end is stamped as end() is, so that its use is
    /// seen. (An unordered end is seen without.)
    template <class BaseIterator>
    MAPCHECK_INLINE auto end_found(const BaseIterator& found, const BaseIterator& end) const {
        end_after(library::node_of(found));
        return stamped(found, end, 0, 0);
    }
    template <class BaseIterator>
    MAPCHECK_INLINE auto end_found(const std::pair<BaseIterator, BaseIterator>& range, const BaseIterator& end) const {
        end_after(library::node_of(range.first));
        const std::uint32_t begin = hot::here();
        return std::make_pair(stamped(range.first, end, 0, begin), stamped(range.second, end, 0, begin));
    }
    /// Of begin() and the bounds: an iteration may start here; of an empty map, or behind all keys, it does not.
    template <class BaseIterator>
    MAPCHECK_INLINE auto end_begun(const BaseIterator& first, const BaseIterator& end) const {
        end_after(library::node_of(first));
        const std::uint32_t token = op_ == Op::begin ? hot::MAPCHECK_ABI(tls).token : 0;
        return stamped(first, end, token, hot::here());
    }
    /// Of rbegin(): from the end an iteration starts here, but for that of an empty map.
    template <class BaseIterator>
    MAPCHECK_INLINE auto end_reversed(const BaseIterator& end) const {
        end_after(library::node_of(end));
        using Checked = checked_iterator<BaseIterator, is_unordered<Base>::value>;
        if (MAPCHECK_UNLIKELY(library::is_end_of_empty(end)))
            return Checked(end, static_cast<std::uint32_t>(word_), 0, 0);
        return Checked(end, word_, hot::MAPCHECK_ABI(tls).token, hot::here());
    }
    MAPCHECK_INLINE hot::Word word() const { return word_; }

  private:
    template <class BaseIterator>
    MAPCHECK_INLINE auto stamped(const BaseIterator& position, const BaseIterator& end, std::uint32_t token,
                                 std::uint32_t begin) const {
        using Checked = checked_iterator<BaseIterator, is_unordered<Base>::value>;
        if (!is_unordered<Base>::value && MAPCHECK_UNLIKELY(position == end))
            return Checked(position, static_cast<std::uint32_t>(word_), 0, 0);
        return Checked(position, word_, token, begin);
    }
    template <class BaseIterator>
    MAPCHECK_INLINE auto at(const BaseIterator& position, std::uint32_t begin) const {
        return checked_iterator<BaseIterator, is_unordered<Base>::value>(position, word_, 0, begin);
    }

    hot::Word word_; ///< without flags: it names the slot
    Op op_;
};

/// Which writes a scope covers: all, or those of a map that has a slot (the others change nothing that
/// anybody has seen).
enum class Covers { every_map, filled_map };

template <class Base>
class write_scope {
    static constexpr std::uint32_t nothing = 0;

  public:
    /// `bits`: MAPCHECK_ABI(constructs) or 0.
    MAPCHECK_INLINE write_scope(container<Base>& map, Op op, std::uint32_t bits = 0, Covers covers = Covers::every_map)
        : map_(map), size_(map.base_.size()), buckets_(map.bucket_count_now()), op_(op) {
        const std::uint32_t handle = map.handle_;
        slot_ = hot::slot_at(handle);
        if (covers == Covers::filled_map && handle == 0) {
            open_ = false;
            return;
        }
        before_ = hot::load_word(slot_);
        if (MAPCHECK_LIKELY(bits == 0 && handle != 0) &&
            MAPCHECK_LIKELY(__atomic_load_n(&slot_->owner, __ATOMIC_RELAXED) == hot::MAPCHECK_ABI(tls).thread) &&
            MAPCHECK_LIKELY(!(before_ & hot::in_flight))) {
            // Where, for a report that another thread makes while this write is in flight.
            hot::MAPCHECK_ABI(tls).write_pc_op = hot::code_address() | static_cast<std::uint64_t>(op) << 48;
            __atomic_store_n(&slot_->writer, hot::MAPCHECK_ABI(tls).thread, __ATOMIC_RELAXED);
            __atomic_store_n(&slot_->word, before_ | hot::in_flight, __ATOMIC_RELAXED);
#if defined(__aarch64__)
            __atomic_thread_fence(__ATOMIC_SEQ_CST);
#else
            asm volatile("" ::: "memory");
#endif
        } else {
            before_ = hot::MAPCHECK_ABI(write_begin_slow)(&map.handle_, &map, map.end_node(), &map_type<Base>::value,
                                                          static_cast<std::uint32_t>(op) | bits);
            slot_ = hot::slot_at(map.handle_);
        }
    }
    write_scope(const write_scope&) = delete;
    write_scope& operator=(const write_scope&) = delete;
    MAPCHECK_INLINE ~write_scope() {
        if (MAPCHECK_UNLIKELY(open_)) finish(hot::MAPCHECK_ABI(changed) | rehash_bit(), nullptr);
    }

    /// Ends an insertion that gave this. A hinted one does not say whether it inserted.
    template <class BaseIterator>
    MAPCHECK_INLINE auto inserted(const std::pair<BaseIterator, bool>& result) {
        finish((result.second ? hot::MAPCHECK_ABI(changed) : nothing) | rehash_bit(), library::node_of(result.first));
        return std::make_pair(at(result.first), result.second);
    }
    template <class BaseIterator>
    MAPCHECK_INLINE auto inserted(const BaseIterator& position) {
        finish_by_size(library::node_of(position));
        return at(position);
    }
    /// Ends a write that changed the structure if it changed the number of elements or of buckets. The node, if known,
    /// is that of the new element.
    MAPCHECK_INLINE void finish_by_size(const void* node = nullptr) {
        const bool changed = map_.base_.size() != size_ || map_.bucket_count_now() != buckets_;
        finish((changed ? hot::MAPCHECK_ABI(changed) : nothing) | rehash_bit(), node);
    }
    MAPCHECK_INLINE void unchanged() { finish(0, nullptr); }
    /// The element in this node is no longer in the map.
    MAPCHECK_INLINE void erased(const void* node) {
        finish(hot::MAPCHECK_ABI(changed) | hot::MAPCHECK_ABI(erased), node);
    }
    /// All old elements are gone; new ones may be there. From empty to empty is no change.
    MAPCHECK_INLINE void replaced() {
        if (size_ == 0 && map_.base_.empty())
            finish_by_size();
        else
            finish(hot::MAPCHECK_ABI(changed) | hot::MAPCHECK_ABI(cleared) | rehash_bit(), nullptr);
    }
    /// The elements live on in another map, to which the slot goes with them.
    MAPCHECK_INLINE void moved() { finish(hot::MAPCHECK_ABI(changed), nullptr, size_); }
    MAPCHECK_INLINE void destroyed() { finish(hot::MAPCHECK_ABI(changed) | hot::MAPCHECK_ABI(cleared), nullptr); }

    /// An iterator with the stamp that the write left.
    template <class BaseIterator>
    MAPCHECK_INLINE auto at(const BaseIterator& position) const {
        return checked_iterator<BaseIterator, is_unordered<Base>::value>(position, after_, 0, 0);
    }
    MAPCHECK_INLINE hot::Slot* slot() const { return slot_; }

  private:
    MAPCHECK_INLINE std::uint32_t rehash_bit() const {
        return map_.bucket_count_now() != buckets_ ? hot::MAPCHECK_ABI(rehashed) : nothing;
    }
    MAPCHECK_INLINE void finish(std::uint32_t bits, const void* element) { finish(bits, element, map_.base_.size()); }
    MAPCHECK_INLINE void finish(std::uint32_t bits, const void* element, typename Base::size_type size) {
        if (!open_) return;
        open_ = false;
        after_ = hot::MAPCHECK_ABI(write_end)(slot_, before_, static_cast<std::uint32_t>(op_) | bits, element, size);
        hot::not_a_tail_call();
    }

    container<Base>& map_;
    hot::Slot* slot_;
    hot::Word before_ = 0;
    hot::Word after_ = 0;
    typename Base::size_type size_;    ///< elements before
    typename Base::size_type buckets_; ///< buckets before, 0 if ordered
    Op op_;
    bool open_ = true;
};

} // namespace mapcheck::detail

#include <mapcheck/atomics_on.inc>
