// The end of a write, whose short way is worth being inlined into the entry function: a thread that goes
// on writing a map that nobody else has touched since.
//
// Owner of nothing; the rules for all other writes are in access.cpp (judge_and_publish).
#pragma once

#include "core/access.h"
#include "core/order.h"
#include "core/slot.h"
#include "core/thread.h"
#include "core/tombstone.h"

namespace mapcheck::core {

constexpr hot::Op op_of(std::uint32_t what) { return static_cast<hot::Op>(what & 0xff); }

/// The judged change: what later accesses are compared with, then the next epoch, which gives the mark
/// back.
MAPCHECK_INLINE hot::Word publish_change(Thread& t, hot::Slot& s, hot::Word next, hot::Word flags, std::uint32_t what,
                                         const void* element, const hot::Access& access) {
    if (MAPCHECK_UNLIKELY(hot::epoch_of(next) == 0)) next = slot_begin_again(s, next);
    s.last_change = access;
    __atomic_store_n(&s.last_write, t.in_guard != 0 && !switched_off(Switch::edge_guard) ? 0 : now(t),
                     __ATOMIC_RELEASE);
    __atomic_store_n(&s.readers, 0, __ATOMIC_RELAXED);
    if (MAPCHECK_UNLIKELY(s.first_fill.task == 0)) s.first_fill = access;
    if ((what & hot::MAPCHECK_ABI(erased)) != 0) tombstone_put(element, next, access);
    if (MAPCHECK_UNLIKELY((what & (hot::MAPCHECK_ABI(cleared) | hot::MAPCHECK_ABI(rehashed))) != 0)) {
        if ((what & hot::MAPCHECK_ABI(cleared)) != 0) {
            s.cleared = hot::epoch_of(next);
            s.last_clear = access;
        }
        if ((what & hot::MAPCHECK_ABI(rehashed)) != 0) {
            s.rehashed = hot::epoch_of(next);
            s.last_rehash = access;
        }
    }
    t.trace.add(next, access.pc_op);
    touched(t);
    __atomic_store_n(&s.word, next | flags, __ATOMIC_RELEASE);
    return next;
}

/// A change that needs no judge: this thread made the last one too, nobody else has read since, and the
/// mark was kept all the time.
MAPCHECK_INLINE bool is_plainly_fine(const Thread& t, const hot::Slot& s, hot::Word before, hot::Word word,
                                     std::uint32_t what) {
    const std::uint64_t mine = std::uint64_t{1} << t.component;
    return (what & hot::MAPCHECK_ABI(changed)) != 0 && word == (before | hot::in_flight) &&
           (before & hot::flag_bits) == 0 && __atomic_load_n(&s.writer, __ATOMIC_RELAXED) == t.number &&
           component_of(__atomic_load_n(&s.last_write, __ATOMIC_RELAXED)) == t.component &&
           (__atomic_load_n(&s.readers, __ATOMIC_ACQUIRE) & ~mine) == 0 && t.ignored == 0 && t.writing_slot != &s &&
           config.off == 0;
}

/// Every write that the short way does not fit.
MAPCHECK_COLD hot::Word judge_and_publish(Thread& thread, hot::Slot& slot, hot::Word before, std::uint32_t what,
                                          const void* element, const Site& site);

MAPCHECK_INLINE hot::Word write_end(Thread& t, hot::Slot& s, hot::Word before, std::uint32_t what, const void* element,
                                    std::uint64_t size, const Site& site) {
    if (MAPCHECK_UNLIKELY(before == hot::not_ours || offset_in_region(s) == 0)) return load(s) & ~hot::flag_bits;
    __atomic_store_n(&s.size, static_cast<std::uint32_t>(size), __ATOMIC_RELAXED);
    if (MAPCHECK_UNLIKELY(!is_plainly_fine(t, s, before, load(s), what)))
        return judge_and_publish(t, s, before, what, element, site);
    fresh(t);
    return publish_change(t, s, before + hot::one_epoch, 0, what, element, make_access(t, op_of(what), site));
}

} // namespace mapcheck::core
