#include "core/write_end.h"

#include <sched.h>

#include "core/evicted.h"
#include "core/order.h"
#include "core/slot.h"
#include "core/thread.h"
#include "core/tombstone.h"

namespace mapcheck::core {
namespace {

using hot::Op;
using hot::Slot;
using hot::Word;

constexpr std::uint32_t constructs = hot::MAPCHECK_ABI(constructs);

std::uint32_t writer_of(const Slot& s) {
    return __atomic_load_n(&s.writer, __ATOMIC_RELAXED) & ~hot::writer_constructs;
}

/// A record names its slot and the low bits of the slot's birth, so that a record of an earlier map
/// with the same slot is not taken for one of this.
std::uint32_t record_slot(const Slot& s) { return offset_in_region(s) | (s.birth & (hot::slot_bytes - 1)); }

hot::ReadRecord& record_of(const Thread& t, const Slot& s) {
    return t.records[offset_in_region(s) / hot::slot_bytes % hot::read_records];
}

Thread* thread_numbered(std::uint32_t number) {
    const std::uint32_t n = components_used();
    for (std::uint32_t c = 1; c < n; ++c)
        for (Thread* t = threads_of(c); t != nullptr; t = t->next)
            if (__atomic_load_n(&t->number, __ATOMIC_RELAXED) == number) return t;
    return nullptr;
}

/// What the thread writes, for reports that others make meanwhile: they look without a lock.
void writes(Thread& t, const Slot* s, const hot::Access& access) {
    __atomic_store_n(&t.writing.pc_op, access.pc_op, __ATOMIC_RELAXED);
    __atomic_store_n(&t.writing.stack, access.stack, __ATOMIC_RELAXED);
    __atomic_store_n(&t.writing.task, access.task, __ATOMIC_RELAXED);
    __atomic_store_n(&t.writing_slot, s, __ATOMIC_RELAXED);
}
void writes_nothing(Thread& t) { __atomic_store_n(&t.writing_slot, nullptr, __ATOMIC_RELAXED); }

/// The write that is in flight now. Its full stack is known when it goes through write_begin, or once
/// it ends, for which this waits a moment; otherwise the address alone.
There write_in_flight(const Thread& t, const Slot& s, Word word, std::uint32_t number) {
    There there{{}, Role::write, 0, true};
    Thread* writer = thread_numbered(number);
    if (writer == nullptr) return there;
    if (__atomic_load_n(&writer->writing_slot, __ATOMIC_RELAXED) == &s) {
        there.access.pc_op = __atomic_load_n(&writer->writing.pc_op, __ATOMIC_RELAXED);
        there.access.stack = __atomic_load_n(&writer->writing.stack, __ATOMIC_RELAXED);
        there.access.task = __atomic_load_n(&writer->writing.task, __ATOMIC_RELAXED);
        return there;
    }
    const hot::Tls* tls = writer->tls;
    if (tls != nullptr) there.access.pc_op = tls->write_pc_op;
    there.access.task = writer->task;
    if (writer == &t) return there; // a write around this one: it does not end before
    for (int i = 0; i < 200; ++i) {
        sched_yield();
        const Word later = load(s);
        if ((later & hot::in_flight) != 0) continue;
        if (hot::epoch_of(later) != hot::epoch_of(word) && s.last_change.task == there.access.task)
            there.access = s.last_change;
        break;
    }
    return there;
}

/// The other side's write: the one in flight, or else the last one.
There write_in_flight_or_last(const Thread& t, const Slot& s, Word word, std::uint32_t number) {
    return (word & hot::in_flight) != 0 ? write_in_flight(t, s, word, number)
                                        : There{s.last_change, Role::write, 0, false};
}

bool is_ignored(std::uint32_t number) {
    const Thread* t = thread_numbered(number);
    return t != nullptr && __atomic_load_n(&t->ignored, __ATOMIC_RELAXED) != 0;
}

Kind kind_of_read(Op op) {
    const bool iterates = op == Op::begin || op == Op::step || op == Op::step_back;
    return iterates ? Kind::iteration_write : Kind::read_write;
}
Role role_of_read(Op op) { return kind_of_read(op) == Kind::iteration_write ? Role::step : Role::read; }

/// The slot is no longer this object's: it died, and perhaps another map has the slot now.
bool is_of_dead_map(const Slot& s, Word word, const void* map) { return (word & hot::dead) != 0 || s.map != map; }

void accuse_use_of_dead_map(const Slot& s, Word word, const Here& here) {
    const bool rests = (word & hot::dead) != 0;
    accuse(Kind::destroyed_map, Evidence::dead_iterator, rests ? &s : nullptr, here,
           There{rests ? s.last_clear : hot::Access{}, Role::invalidated, 0, false});
}

/// A record's name has few bits of the slot's birth; its keys have the whole epoch. They say which of its reads were
/// of an earlier map. Whether any is of this one.
bool are_of_this_map(const Thread& reader, const Slot& s, Reads& reads) {
    hot::ReadRecord& r = reads.record;
    const auto earlier = [&](std::uint64_t key, std::uint32_t clock) {
        const Word word = word_of_key(key, reader, clock);
        // A thread that shares its component may have learnt of a later own clock than its key was made with.
        const bool legible = key != 0 && static_cast<std::uint32_t>(word) == offset_in_region(s);
        return legible && hot::epoch_of(word) < s.birth;
    };
    if (r.step.task != 0 && earlier(r.step_key, r.step_clock)) r.step = hot::Access{};
    return !earlier(r.read_key, r.read_clock);
}

/// A thread's record of its reads of a slot, as a whole: its owner may be giving it to another slot just now.
bool reads_of(const Thread& reader, const Slot& s, Reads& out) {
    const std::uint32_t name = record_slot(s);
    const hot::ReadRecord& r = record_of(reader, s);
    if (__atomic_load_n(&r.slot, __ATOMIC_ACQUIRE) != name) return evicted_find(reader, name, out);
    out.record = r;
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    if (__atomic_load_n(&r.slot, __ATOMIC_RELAXED) != name) return evicted_find(reader, name, out);
    out.read = event_of(reader, out.record.read_clock);
    out.step = event_of(reader, out.record.step_clock);
    return true;
}

/// Judges a write against one thread's reads.
void after_reads_of(Thread& t, const Slot& s, const Reads& reads, const Here& here) {
    const hot::ReadRecord& r = reads.record;
    if (r.step.task != 0 && !ordered(t, reads.step)) {
        if (may_accuse(t, reads.step, false))
            accuse(Kind::iteration_write, Evidence::unordered, &s, here, There{r.step, Role::step, r.begin, false});
        return;
    }
    if (r.read.task != 0 && !ordered(t, reads.read) && may_accuse(t, reads.read, false))
        accuse(Kind::read_write, Evidence::unordered, &s, here, There{r.read, Role::read, 0, false});
}

void after_reads(Thread& t, Slot& s, const Here& here) {
    std::uint64_t bits = __atomic_load_n(&s.readers, __ATOMIC_ACQUIRE);
    if (!switched_off(Switch::clause_own_thread)) bits &= ~(std::uint64_t{1} << t.component);
    for (; bits != 0; bits &= bits - 1) {
        const auto c = static_cast<std::uint32_t>(__builtin_ctzll(bits));
        bool known = false; // which of the threads that share the component has read, the bit does not say
        for (const Thread* r = threads_of(c); r != nullptr; r = r->next) {
            Reads reads;
            if (!reads_of(*r, s, reads) || !are_of_this_map(*r, s, reads)) continue;
            known = true;
            after_reads_of(t, s, reads, here);
        }
        if (!known) count(counters.reads_forgotten);
    }
}

} // namespace

Slot* slot_for(Thread& t, std::uint32_t* handle, const void* map, const void* end_node, const hot::MapType* type) {
    std::uint32_t h = __atomic_load_n(handle, __ATOMIC_ACQUIRE);
    if (h != 0) return hot::slot_at(h);
    Slot* made = slot_take(t.number, map, end_node, type);
    if (made == nullptr) return nullptr;
    if (__atomic_compare_exchange_n(handle, &h, offset_in_region(*made), false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return made;
    slot_give_back(*made);
    return hot::slot_at(h);
}

bool after_last_write(Thread& t, const Slot& s, Kind kind, const Here& here, bool between_steps) {
    fresh(t); // an edge may have been lost
    const EventId last = __atomic_load_n(&s.last_write, __ATOMIC_ACQUIRE);
    if (ordered(t, last)) return true;
    if (!may_accuse(t, last, between_steps)) return true;
    accuse(kind, Evidence::unordered, &s, here, There{s.last_change, Role::write, 0, false});
    return false;
}

void read_in_flight(Thread& t, const Slot& s, Word word, const Here& here) {
    const std::uint32_t writer = writer_of(s);
    if (writer == t.number && !switched_off(Switch::clause_own_write)) return;
    if (is_ignored(writer)) return;
    accuse(kind_of_read(here.op), Evidence::in_flight, &s, here, write_in_flight(t, s, word, writer));
}

void keep_record(Thread& t, Slot& s, Word word, const hot::Access& access, bool is_step, std::uint32_t begin) {
    // What happens while a static is initialised is before everything, and nobody is seen to learn of it.
    if (t.in_guard != 0 && !switched_off(Switch::edge_guard)) return;
    fresh(t);
    hot::ReadRecord& r = record_of(t, s);
    const std::uint32_t name = record_slot(s);
    const std::uint64_t bit = std::uint64_t{1} << t.component;
    if (r.slot != name) {
        if (r.slot != 0 && (hot::slot_at(r.slot)->readers & bit) != 0) evicted_put(t, r);
        // A writer may be reading this record for its old slot: it looks at the name before and after.
        __atomic_store_n(&r.slot, 0, __ATOMIC_RELAXED);
        __atomic_thread_fence(__ATOMIC_RELEASE);
        r.step = hot::Access{};
        r.step_key = 0;
    }
    const auto clock = static_cast<std::uint32_t>(t.clock.at[t.component]);
    const std::uint64_t key = t.tls != nullptr ? word ^ t.tls->mix : 0;
    r.read = access;
    r.read_clock = clock;
    r.read_key = key;
    if (is_step) {
        r.step = access;
        r.step_clock = clock;
        r.begin = begin;
        r.step_key = key;
    }
    __atomic_store_n(&r.slot, name, __ATOMIC_RELEASE);
    if ((__atomic_load_n(&s.readers, __ATOMIC_RELAXED) & bit) == 0)
        __atomic_fetch_or(&s.readers, bit, __ATOMIC_RELEASE);
    touched(t);
}

Word read_begin(Thread& t, std::uint32_t* handle, const void* map, const void* end_node, const hot::MapType* type,
                Op op, const Site& site) {
    Slot* s = slot_for(t, handle, map, end_node, type);
    if (s == nullptr) return 0;
    const Word word = load(*s);
    const Word stamp = word & ~hot::flag_bits;
    if (t.ignored != 0) return stamp;
    const Here here{t, op, role_of_read(op), 0, site};
    if ((word & hot::in_flight) != 0 && (word & hot::dead) == 0) {
        read_in_flight(t, *s, word, here);
        return stamp;
    }
    if (is_of_dead_map(*s, word, map)) {
        accuse_use_of_dead_map(*s, word, here);
        return stamp;
    }
    after_last_write(t, *s, kind_of_read(op), here, false);
    keep_record(t, *s, stamp, make_access(t, op, site), op == Op::begin, static_cast<std::uint32_t>(site.pc));
    return stamp;
}

void read_end(Thread& t, std::uint32_t handle, Word word, Op op, const Site& site) {
    if ((handle & hot::offset_mask) == 0 || t.ignored != 0) return;
    Slot& s = *hot::slot_at(handle);
    const Word later = load(s);
    // A dead map has been reported when the read began; one that dies in the middle is told here.
    if ((later & ~hot::flag_bits) == word && (later & hot::in_flight) == 0) return;
    const std::uint32_t writer = writer_of(s);
    if (writer == t.number || is_ignored(writer)) return;
    const Here here{t, op, role_of_read(op), 0, site};
    if ((later & hot::dead) != 0) {
        if (hot::epoch_of(later) == hot::epoch_of(word)) return;
        accuse(Kind::destroyed_map, Evidence::in_flight, &s, here, There{s.last_clear, Role::invalidated, 0, false});
        return;
    }
    accuse(kind_of_read(op), Evidence::in_flight, &s, here, write_in_flight_or_last(t, s, later, writer));
}

Word write_begin(Thread& t, std::uint32_t* handle, const void* map, const void* end_node, const hot::MapType* type,
                 std::uint32_t what, const Site& site) {
    Slot* s = slot_for(t, handle, map, end_node, type);
    if (s == nullptr) return 0;
    const Op op = op_of(what);
    const Here here{t, op, Role::write, 0, site};
    Word word = load(*s);
    const std::uint32_t raw = __atomic_load_n(&s->writer, __ATOMIC_RELAXED);
    if ((word & (hot::in_flight | hot::dead)) == hot::in_flight && (raw & ~hot::writer_constructs) == t.number) {
        const bool element_code = (raw & hot::writer_constructs) != 0 && !switched_off(Switch::clause_own_write);
        if (!element_code && t.ignored == 0)
            accuse(Kind::reentrant_write, Evidence::in_flight, s, here, write_in_flight(t, *s, word, t.number));
        return word; // in_flight stays set in it: a write inside a write
    }
    // Whose mark it is stands there before the mark does: with the last writer's number on it, that thread, if it began
    // a write just then, would take the mark for its own.
    const std::uint32_t mine = t.number | ((what & constructs) != 0 ? hot::writer_constructs : 0);
    writes(t, s, make_access(t, op, site));
    const std::uint32_t before = __atomic_exchange_n(&s->writer, mine, __ATOMIC_ACQ_REL);
    word = __atomic_fetch_or(&s->word, hot::in_flight, __ATOMIC_ACQ_REL);
    // Another one may have begun in between.
    const std::uint32_t between = __atomic_load_n(&s->writer, __ATOMIC_RELAXED);
    if ((word & hot::dead) != 0 || ((word & hot::in_flight) == 0 && is_of_dead_map(*s, word, map))) {
        writes_nothing(t);
        if ((word & hot::dead) == 0) __atomic_fetch_and(&s->word, ~hot::in_flight, __ATOMIC_RELEASE);
        if (t.ignored == 0) accuse_use_of_dead_map(*s, word, here);
        return hot::not_ours;
    }
    if (between != mine) __atomic_store_n(&s->writer, mine, __ATOMIC_RELAXED);
    if ((word & hot::in_flight) != 0) {
        const std::uint32_t other = (between != mine ? between : before) & ~hot::writer_constructs;
        if (t.ignored == 0 && !is_ignored(other))
            accuse(Kind::write_write, Evidence::in_flight, s, here, write_in_flight(t, *s, word, other));
        __atomic_fetch_or(&s->word, hot::told, __ATOMIC_RELAXED);
        word &= ~hot::in_flight;
    }
    // Who writes after the last writer has the mark for plain stores; who cannot be sure shares it.
    const bool after_it = ordered(t, __atomic_load_n(&s->last_write, __ATOMIC_ACQUIRE));
    __atomic_store_n(&s->owner, after_it ? t.number : hot::shared_owner, __ATOMIC_RELAXED);
    return word & ~hot::told;
}

void element_erased(Thread& t, Slot& s, const void* element, const Site& site) {
    if (t.ignored != 0 || offset_in_region(s) == 0) return;
    // Of a range, or by a merge: the write around it says.
    const std::uint64_t around = t.writing_slot == &s || t.tls == nullptr ? t.writing.pc_op : t.tls->write_pc_op;
    const Op op = op_in(around) == Op::merge ? Op::merge : Op::erase;
    tombstone_put(element, load(s) + hot::one_epoch, make_access(t, op, site));
}

void element_moved(Slot& from, Slot& to, const void* element) {
    if (switched_off(Switch::clause_moved) || offset_in_region(from) == 0 || offset_in_region(to) == 0) return;
    tombstone_put_moved(element, load(from) + hot::one_epoch, load(to) + hot::one_epoch);
}

Word judge_and_publish(Thread& t, Slot& s, Word before, std::uint32_t what, const void* element, const Site& site) {
    const Op op = op_of(what);
    const bool nested = (before & hot::in_flight) != 0;
    const Word word = load(s);
    if (t.ignored != 0) {
        if (!nested) __atomic_store_n(&s.word, before, __ATOMIC_RELEASE);
        return before & ~hot::flag_bits;
    }
    const Here here{t, op, Role::write, 0, site, element};
    const std::uint32_t writer = writer_of(s);
    const bool kept = (word & hot::in_flight) != 0 && writer == t.number;
    if (!nested && !kept && (word & (hot::told | hot::dead)) == 0 && !is_ignored(writer))
        accuse(Kind::write_write, Evidence::in_flight, &s, here, write_in_flight_or_last(t, s, word, writer));
    fresh(t);
    const bool known = t.writing_slot == &s && !nested;
    const hot::Access access = known ? hot::Access{(t.writing.pc_op & ~hot::pc_mask) | (site.pc & hot::pc_mask),
                                                   t.writing.stack, t.writing.task}
                                     : make_access(t, op, site);
    if (!nested) writes_nothing(t);
    // The flags of a write around this one, and of a map that was destroyed meanwhile, stay.
    const Word flags = nested ? word & hot::flag_bits : (word & hot::dead) != 0 ? hot::in_flight | hot::dead : 0;
    const Word same = word & ~hot::flag_bits;
    after_last_write(t, s, Kind::write_write, here, false);
    if ((what & hot::MAPCHECK_ABI(changed)) == 0 && !switched_off(Switch::clause_unchanged)) {
        if (!nested) keep_record(t, s, same, access, false, 0);
        __atomic_store_n(&s.word, same | flags, __ATOMIC_RELEASE);
        return same;
    }
    after_reads(t, s, here);
    return publish_change(t, s, same + hot::one_epoch, flags, what, element, access);
}

} // namespace mapcheck::core
