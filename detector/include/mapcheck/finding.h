// One violation as plain data: what the rules conclude and every sink, callback and test reads.
//
// Invariants: no pointer into the program's memory except the texts of MapInfo::type and ::name,
// which the runtime owns for ever, and KeyPlace, which only the kernel may follow; code addresses are
// return addresses (look up pc - 1). The core fills it, sinks only read it. C++17, usable from signal handlers.
#pragma once

#include <cstddef>
#include <cstdint>

#include <mapcheck/hot.h>

namespace mapcheck {

inline constexpr std::uint32_t finding_magic = 0x4d43'4846; // "MCHF"
inline constexpr std::uint32_t finding_version = 1;

/// The words of the report; kind_text() and kind_id() in finding_text.h spell them.
enum class Kind : std::uint8_t {
    iteration_write,  ///< concurrent map iteration and map write
    read_write,       ///< concurrent map read and map write
    write_write,      ///< concurrent map writes
    dead_erase,       ///< iterator invalidated by erase
    dead_rehash,      ///< iterator invalidated by rehash
    dead_clear,       ///< iterator invalidated by clear
    dead_assign,      ///< iterator invalidated by assignment
    dead_destroy,     ///< iterator invalidated by destruction
    reentrant_write,  ///< re-entrant map write
    destroyed_map,    ///< use of a destroyed map
    foreign_iterator, ///< iterator of another map
    end_iterator,     ///< end iterator used
    count_
};

/// Why the rule holds. The first two are certain whatever the order of threads.
enum class Evidence : std::uint8_t {
    in_flight,     ///< both calls were inside the container at the same time
    dead_iterator, ///< the container's own rules: ordered or not
    unordered,     ///< no chain of the synchronisation that was seen leads from one to the other
    overlap,       ///< ordered overlap, asked for by overlap=any
};

/// What would mend it; advice_text() in finding_text.h spells it.
enum class Advice : std::uint8_t {
    common_lock_for_loop, ///< nobody holds a lock, or not the same: one lock for the whole loop
    hold_lock_whole_loop, ///< the writer's lock is the right one, the loop does not hold it
    shared_lock_for_write,
    lock_released_between_steps,
    use_erase_result, ///< it = m.erase(it)
    collect_then_erase,
    reserve_before, ///< reserve() before the loop, or find again after inserting
    find_again,
    step_first,        ///< to the next element, before this one is taken out
    outlive,           ///< join or stop the users before the map dies
    keep_map,          ///< the same within one thread
    not_from_callback, ///< do not write from comparators, hashes, allocators, handlers
    same_map,
    check_end,
};

inline constexpr std::size_t max_frames = 48;
inline constexpr std::size_t max_locks = 8;
inline constexpr std::size_t max_events = 12;

struct Stack {
    std::uint32_t size;      ///< 0: not kept
    std::uint32_t truncated; ///< frames may be missing at the outer end (no frame pointers, or too deep)
    std::uint64_t pc[max_frames];
};

struct HeldLock {
    std::uint64_t address;
    std::uint32_t exclusive; ///< 0: held for reading
    std::uint32_t kind;      ///< LockKind
};
enum class LockKind : std::uint32_t { mutex, rwlock, spin, annotated };

enum class Role : std::uint8_t {
    none,
    read,
    write,
    step,       ///< a step of an iteration
    use,        ///< of an iterator
    invalidated ///< the change that killed an iterator
};

/// One side of a finding.
struct Side {
    Role role;
    hot::Op op;
    std::uint8_t in_flight; ///< this call had not returned when the finding was made
    std::uint8_t locks;     ///< entries of lock; locks_unknown: not kept
    std::uint32_t task;     ///< id, 0: this side is absent or unknown
    std::uint32_t begin;    ///< steps: low half of the code address where the iteration began, 0: unknown
    Stack stack;
    HeldLock lock[max_locks];
};
inline constexpr std::uint8_t locks_unknown = 0xff;

struct TaskInfo {
    std::uint32_t id;      ///< 0: absent
    std::uint32_t creator; ///< id, 0: unknown
    std::int64_t os_id;    ///< gettid()
    char name[32];
    std::uint32_t is_main;
    Stack creation;
};

struct MapInfo {
    std::uint64_t address;
    std::uint64_t size;       ///< elements after the last write
    const char* type;         ///< as the compiler prints it; never null
    const char* name;         ///< null: not named
    std::uint32_t first_task; ///< who filled it first, 0: never filled or unknown
    std::uint32_t slot;       ///< offset: identity for log scrapers
    Stack first_fill;
};

/// The key of the element that the first side steps from, takes out or puts in. Other threads may change or free it at
/// any time: to be copied by a system call that fails rather than faults.
struct KeyPlace {
    std::uint64_t address; ///< 0: no element, or its key is not to be shown
    hot::KeyForm form;
};

/// One of the last structural changes of the map, oldest first.
struct Event {
    std::uint32_t epoch;
    std::uint32_t task;
    hot::Op op;
    std::uint64_t pc;
};

struct Finding {
    std::uint32_t magic;
    std::uint32_t version;
    std::uint32_t size; ///< sizeof(Finding)
    Kind kind;
    Evidence evidence;
    Advice advice;
    std::uint8_t sides;     ///< used entries of side: the reporting task's first, then the change, then more
    std::uint64_t sequence; ///< 1, 2, ... in this process
    Side side[3];
    TaskInfo task[4]; ///< every task that a side names, without repeats, and creators of those
    MapInfo map;
    MapInfo iterators_map; ///< of foreign_iterator: the iterator's own; type null: absent
    std::uint32_t events;
    std::uint32_t unseen_modules; ///< modules whose atomics are not seen; the reporter names them
    Event event[max_events];
    KeyPlace key;
};

} // namespace mapcheck
