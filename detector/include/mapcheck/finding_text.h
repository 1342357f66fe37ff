// The words of a finding: one place that spells kinds, calls, evidence and advice.
//
// Owns nothing but constants; callable from anywhere, signal handlers included. Invariants: no
// function returns null; kind_id() equals the rule's name in core/switches.inc, for suppressions and
// for scripts, and never changes; kind_text() is what people search for. C++17.
#pragma once

#include <cstddef>

#include <mapcheck/finding.h>

namespace mapcheck {

/// As it stands in the first and the last line of a report.
constexpr const char* kind_text(Kind kind) {
    switch (kind) {
    case Kind::iteration_write:
        return "concurrent map iteration and map write";
    case Kind::read_write:
        return "concurrent map read and map write";
    case Kind::write_write:
        return "concurrent map writes";
    case Kind::dead_erase:
        return "iterator invalidated by erase";
    case Kind::dead_rehash:
        return "iterator invalidated by rehash";
    case Kind::dead_clear:
        return "iterator invalidated by clear";
    case Kind::dead_assign:
        return "iterator invalidated by assignment";
    case Kind::dead_destroy:
        return "iterator invalidated by destruction";
    case Kind::reentrant_write:
        return "re-entrant map write";
    case Kind::destroyed_map:
        return "use of a destroyed map";
    case Kind::foreign_iterator:
        return "iterator of another map";
    case Kind::end_iterator:
        return "end iterator used";
    case Kind::count_:
        break;
    }
    return "unknown finding";
}

/// One word.
constexpr const char* kind_id(Kind kind) {
    switch (kind) {
    case Kind::iteration_write:
        return "iteration_write";
    case Kind::read_write:
        return "read_write";
    case Kind::write_write:
        return "write_write";
    case Kind::dead_erase:
        return "dead_erase";
    case Kind::dead_rehash:
        return "dead_rehash";
    case Kind::dead_clear:
        return "dead_clear";
    case Kind::dead_assign:
        return "dead_assign";
    case Kind::dead_destroy:
        return "dead_destroy";
    case Kind::reentrant_write:
        return "reentrant_write";
    case Kind::destroyed_map:
        return "destroyed_map";
    case Kind::foreign_iterator:
        return "foreign_iterator";
    case Kind::end_iterator:
        return "end_iterator";
    case Kind::count_:
        break;
    }
    return "unknown";
}

/// The call, as the user wrote it or nearly so.
constexpr const char* op_text(hot::Op op) {
    switch (op) {
    case hot::Op::none:
        return "unknown call";
    case hot::Op::begin:
        return "begin";
    case hot::Op::step:
        return "step (++)";
    case hot::Op::step_back:
        return "step (--)";
    case hot::Op::use:
        return "operator* or ->";
    case hot::Op::find:
        return "find";
    case hot::Op::at:
        return "at";
    case hot::Op::count:
        return "count or contains";
    case hot::Op::bound:
        return "lower_bound, upper_bound or equal_range";
    case hot::Op::size:
        return "size or empty";
    case hot::Op::bucket:
        return "bucket interface";
    case hot::Op::compare:
        return "comparison";
    case hot::Op::copy:
        return "copy from it";
    case hot::Op::subscript:
        return "operator[]";
    case hot::Op::insert:
        return "insert";
    case hot::Op::emplace:
        return "emplace";
    case hot::Op::insert_or_assign:
        return "insert_or_assign";
    case hot::Op::try_emplace:
        return "try_emplace";
    case hot::Op::erase:
        return "erase";
    case hot::Op::extract:
        return "extract";
    case hot::Op::merge:
        return "merge";
    case hot::Op::clear:
        return "clear";
    case hot::Op::assign:
        return "assignment";
    case hot::Op::move_from:
        return "move from it";
    case hot::Op::move_to:
        return "move assignment";
    case hot::Op::swap:
        return "swap";
    case hot::Op::rehash:
        return "rehash or reserve";
    case hot::Op::construct:
        return "construction";
    case hot::Op::destroy:
        return "destructor";
    case hot::Op::count_:
        break;
    }
    return "unknown call";
}

constexpr const char* role_text(Role role) {
    switch (role) {
    case Role::none:
        break;
    case Role::read:
        return "read";
    case Role::write:
        return "write";
    case Role::step:
        return "step";
    case Role::use:
        return "use";
    case Role::invalidated:
        return "write";
    }
    return "access";
}

constexpr const char* lock_text(LockKind kind) {
    switch (kind) {
    case LockKind::mutex:
        return "mutex";
    case LockKind::rwlock:
        return "rwlock";
    case LockKind::spin:
        return "spin lock";
    case LockKind::annotated:
        return "lock";
    }
    return "lock";
}

/// The first words of the evidence line.
constexpr const char* evidence_text(Evidence evidence, Kind kind) {
    switch (evidence) {
    case Evidence::in_flight:
        return "in flight together";
    case Evidence::dead_iterator:
        return kind == Kind::foreign_iterator || kind == Kind::end_iterator ? "misused iterator" : "dead iterator";
    case Evidence::unordered:
        return "unordered";
    case Evidence::overlap:
        return "ordered overlap";
    }
    return "unknown";
}

/// What the evidence rests on; for `unordered` the report adds what was looked for.
constexpr const char* evidence_reason(Evidence evidence) {
    switch (evidence) {
    case Evidence::in_flight:
        return "both calls were inside the map at the same time";
    case Evidence::dead_iterator:
        return "against the container's rules, whatever the order of threads";
    case Evidence::unordered:
        return "no chain of synchronisation leads from one to the other";
    case Evidence::overlap:
        return "the write falls into the iteration; reported because of overlap=any";
    }
    return "";
}

/// Which lock an advice speaks of: the one word in it that depends on the run.
inline constexpr const char* advice_lock_mark = "{lock}";

/// One line. It may contain advice_lock_mark, for the name of a lock or "one mutex".
constexpr const char* advice_text(Advice advice, Kind kind) {
    switch (advice) {
    case Advice::common_lock_for_loop:
        return kind == Kind::iteration_write
                   ? "hold {lock} for the whole loop and for the write, or iterate over a copy made under it"
                   : "hold {lock} around both accesses";
    case Advice::hold_lock_whole_loop:
        return kind == Kind::iteration_write
                   ? "hold {lock} for the whole loop, or collect the keys in the loop and write after it"
                   : "hold {lock} around both accesses: the writer has it";
    case Advice::shared_lock_for_write:
        return "take {lock} exclusively for the write: it is held for reading only";
    case Advice::lock_released_between_steps:
        return "hold {lock} from the loop's first step to its last: it is released in between; or find the "
               "place again by key each time";
    case Advice::use_erase_result:
        return "go on with the iterator that erase returns: it = m.erase(it)";
    case Advice::collect_then_erase:
        return "collect the keys in the loop and erase them after it, under one lock";
    case Advice::reserve_before:
        return "reserve() before the loop, or find the element again after inserting";
    case Advice::find_again:
        return "find the element again by its key instead of keeping the iterator";
    case Advice::step_first:
        return "step to the next element before this one is taken out";
    case Advice::keep_map:
        return "keep no iterator and no reference to a map longer than the map lives";
    case Advice::outlive:
        return "join or stop everything that uses the map before it dies";
    case Advice::not_from_callback:
        return "do not write to the map from its own comparator, hash or allocator, an element's destructor or a "
               "signal handler";
    case Advice::same_map:
        return "use an iterator only with the map that holds its element";
    case Advice::check_end:
        return "compare with end() before the iterator is used";
    }
    return "";
}

} // namespace mapcheck
