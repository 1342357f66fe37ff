#include "core/iterator_rules.h"

#include "core/access.h"
#include "core/order.h"
#include "core/slot.h"
#include "core/thread.h"
#include "core/tombstone.h"

namespace mapcheck::core {
namespace {

using hot::Op;
using hot::Slot;
using hot::Word;

/// Where an iterator stands: its slot and stamp, which a merge may have changed since.
struct Place {
    Slot* slot;
    std::uint32_t epoch;
};

enum class State : std::uint8_t { alive, dead, unknown, end };

struct Verdict {
    State state;
    Kind kind;          // dead: by what
    hot::Access change; // dead: which change
};

bool is_end(const Slot& s, const void* element) {
    return element == nullptr ? s.header == hot::no_header : element == slot_end_node(s);
}

Verdict dead(Kind kind, const hot::Access& change) { return Verdict{State::dead, kind, change}; }

Kind kind_of_clear(const Slot& s) {
    switch (op_of(s.last_clear)) {
    case Op::clear:
        return Kind::dead_clear;
    case Op::destroy:
        return Kind::dead_destroy;
    default:
        return Kind::dead_assign;
    }
}

/// The standard's rules of invalidation, by what is remembered. Follows the element when it moved.
Verdict judge(Place& p, const void* element) {
    constexpr int most_moves = 16;
    for (int hop = 0; hop < most_moves; ++hop) {
        const Slot& s = *p.slot;
        const Word word = load(s);
        const bool gone = (word & hot::dead) != 0 || p.epoch < s.birth;
        const bool end = element == nullptr || (!gone && is_end(s, element));
        Tombstone t;
        if (!end && tombstone_find(element, offset_in_region(s), t) &&
            (hot::epoch_of(t.word) > p.epoch || switched_off(Switch::clause_address_reuse))) {
            if (element == hot::unknown_node()) return Verdict{State::unknown, Kind::count_, {}}; // which was it?
            if (t.task != moved_mark) return dead(Kind::dead_erase, hot::Access{t.pc_op, t.stack, t.task});
            p = Place{hot::slot_at(hot::offset_of(t.pc_op)), hot::epoch_of(t.pc_op)};
            continue;
        }
        if (!end && p.epoch < s.lost) {
            // Its tombstone, if it had one, was overwritten.
            if (!switched_off(Switch::clause_lost)) return Verdict{State::unknown, Kind::count_, {}};
            return dead(Kind::dead_erase, s.last_change);
        }
        if (gone) {
            // The change is known until the slot has another map.
            const bool known = (word & hot::dead) != 0;
            return known ? dead(kind_of_clear(s), s.last_clear) : dead(Kind::dead_destroy, hot::Access{});
        }
        if (end) return Verdict{State::end, Kind::count_, {}};
        if (p.epoch < s.cleared) return dead(kind_of_clear(s), s.last_clear);
        if (p.epoch < s.rehashed && slot_type(s).is_unordered) return dead(Kind::dead_rehash, s.last_rehash);
        return Verdict{State::alive, Kind::count_, {}};
    }
    return Verdict{State::unknown, Kind::count_, {}};
}

/// Reports a dead iterator, counts what cannot be known. Whether it is fit for use.
bool fit(const Verdict& v, const Place& p, const Here& here, const void* element) {
    if (v.state == State::unknown) count(counters.iterators_unknown);
    if (v.state == State::dead) {
        Here with = here;
        if (v.kind == Kind::dead_rehash) with.element = element; // which itself lives on
        accuse(v.kind, Evidence::dead_iterator, p.slot, with, There{v.change, Role::invalidated, 0, false});
    }
    return v.state == State::alive || v.state == State::end;
}

void accuse_end(const Slot* slot, const Here& here) {
    accuse(Kind::end_iterator, Evidence::dead_iterator, slot, here, There{{}, Role::none, 0, false});
}

/// map: the one that it is used with; null: one that has no slot.
void accuse_foreign(const Slot* map, const Slot* its_own, Here here) {
    here.iterators_map = its_own;
    accuse(Kind::foreign_iterator, Evidence::dead_iterator, map, here,
           There{its_own->first_fill, Role::none, 0, false});
}

/// An iterator made by end() has no epoch. Whether it is the end of the map that has its slot now.
bool made_by_end(Word stamp) { return hot::epoch_of(stamp) == 0; }

bool reports_overlap(const Thread& t, const Slot& s, const Place& p, Word word) {
    return config.overlap_any && hot::epoch_of(word) != p.epoch && s.last_change.task != 0 &&
           s.last_change.task != t.task;
}

} // namespace

Word iterator_step(Thread& t, Word stamp, std::uint32_t token, std::uint32_t begin, const void* element, Op op,
                   const Site& site) {
    if (hot::offset_of(stamp) == 0) return stamp; // of a map that is not watched
    Place p{hot::slot_at(hot::offset_of(stamp)), hot::epoch_of(stamp)};
    if (t.ignored != 0) return load(*p.slot) & ~hot::flag_bits;
    const bool nothing_before = op == Op::use; // asked to step back
    if (nothing_before) op = Op::step_back;
    Here here{t, op, Role::step, begin, site};
    const bool from_end = made_by_end(stamp);
    if (from_end) {
        const Word word = load(*p.slot);
        p.epoch = hot::epoch_of(word); // not a stamp: of what happened before it knows nothing
        if ((word & hot::dead) != 0) return stamp;
        // After a swap the end node is another map's; what is nobody's is not judged.
        if (!is_end(*p.slot, element)) return stamp;
        if (op == Op::step || nothing_before) {
            accuse_end(p.slot, here);
            return stamp;
        }
    } else if (const Verdict v = judge(p, element); !fit(v, p, here, element)) {
        // Where an unknown one stands now nobody can say: it is not watched any more.
        return v.state == State::unknown ? 0 : load(*p.slot) & ~hot::flag_bits;
    } else if (op == Op::step && is_end(*p.slot, element)) {
        accuse_end(p.slot, here);
        return load(*p.slot) & ~hot::flag_bits;
    } else if (v.state == State::alive) {
        here.element = element;
    }
    const Word word = load(*p.slot);
    const Word next = word & ~hot::flag_bits;
    if ((word & hot::in_flight) != 0) {
        if ((word & hot::dead) == 0) read_in_flight(t, *p.slot, word, here);
        return next;
    }
    const bool own_token = token >> hot::token_clock_bits == t.component;
    const bool between_steps = !from_end && own_token && hot::epoch_of(word) != p.epoch;
    if (after_last_write(t, *p.slot, Kind::iteration_write, here, between_steps) && !from_end &&
        reports_overlap(t, *p.slot, p, word))
        accuse(Kind::iteration_write, Evidence::overlap, p.slot, here,
               There{p.slot->last_change, Role::write, 0, false});
    keep_record(t, *p.slot, next, make_access(t, op, site), true, begin);
    return next;
}

void iterator_use(Thread& t, Word stamp, std::uint32_t begin, const void* element, const Site& site) {
    if (t.ignored != 0) return;
    const Here here{t, Op::use, Role::use, begin, site};
    if (hot::offset_of(stamp) == 0) {
        if (element == nullptr) accuse_end(nullptr, here);
        return;
    }
    Place p{hot::slot_at(hot::offset_of(stamp)), hot::epoch_of(stamp)};
    if (made_by_end(stamp)) {
        if ((load(*p.slot) & hot::dead) == 0 && is_end(*p.slot, element)) accuse_end(p.slot, here);
        return;
    }
    const Verdict v = judge(p, element);
    if (fit(v, p, here, element) && is_end(*p.slot, element)) accuse_end(p.slot, here);
}

void iterator_compare(Thread& t, Word a, const void* element_a, Word b, const void* element_b, const Site& site) {
    if (t.ignored != 0 || hot::offset_of(a) == 0 || hot::offset_of(b) == 0) return;
    const Here here{t, Op::compare, Role::use, 0, site};
    // Each side's map, when it is certain. An ordered map's end node says whose it is; the end of an
    // unordered one is a null pointer, nobody's after a swap.
    auto certain = [](Word stamp, const void* element) -> Slot* {
        Place p{hot::slot_at(hot::offset_of(stamp)), hot::epoch_of(stamp)};
        if ((load(*p.slot) & hot::dead) != 0) return nullptr;
        if (element == nullptr) return nullptr;
        if (made_by_end(stamp)) return is_end(*p.slot, element) ? p.slot : nullptr;
        const Verdict v = judge(p, element);
        return v.state == State::alive || v.state == State::end ? p.slot : nullptr;
    };
    const Slot* one = certain(a, element_a);
    const Slot* other = certain(b, element_b);
    if (one == nullptr || other == nullptr || one == other) return;
    accuse_foreign(one, other, here);
}

void iterator_to_member(Thread& t, Word stamp, std::uint32_t begin, const void* element, std::uint32_t handle, Op op,
                        const Site& site) {
    const std::uint32_t mine = handle & hot::offset_mask;
    if (t.ignored != 0 || hot::offset_of(stamp) == 0) return;
    Here here{t, op, Role::use, begin, site};
    const Slot* map = mine != 0 ? hot::slot_at(mine) : nullptr; // null: it has never held anything
    Place p{hot::slot_at(hot::offset_of(stamp)), hot::epoch_of(stamp)};
    const bool removes = op == Op::erase || op == Op::extract;
    if (made_by_end(stamp)) {
        if (map != nullptr && is_end(*map, element)) {
            if (removes) accuse_end(map, here);
            return;
        }
        const bool certain = element != nullptr && (load(*p.slot) & hot::dead) == 0 && is_end(*p.slot, element);
        if (certain && p.slot != map) accuse_foreign(map, p.slot, here);
        return;
    }
    const Verdict v = judge(p, element);
    if (!fit(v, p, here, element)) return;
    if (v.state == State::end) {
        if (removes && p.slot == map && is_end(*p.slot, element)) accuse_end(p.slot, here);
        return;
    }
    if (p.slot != map) {
        here.element = element;
        accuse_foreign(map, p.slot, here);
    }
}

} // namespace mapcheck::core
