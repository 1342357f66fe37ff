// A thread as the detector knows it: its clock, the locks it holds, its records of reads, its trace.
//
// Owner of all Thread objects; they are pooled and outlive their OS threads, because a later write is
// judged against the reads of threads that have ended. A Thread is changed by its own OS thread only,
// but for the record table, the trace and `published`, which others read while it runs.
// No allocation after start: memory comes from core/memory.h.
#pragma once

#include <cstdint>

#include <mapcheck/finding.h>
#include <mapcheck/hot.h>

#include "core/clock.h"
#include "core/stack.h"
#include "core/trace.h"

namespace mapcheck::core {

struct Object; // core/order_table.h

/// A synchronisation object as this thread met it last: its place in the table.
struct KnownObject {
    std::uint64_t key;
    const std::uint64_t* key_now; ///< whose the place is
    const std::uint32_t* folded;
    Object* object;
    std::uint32_t seen; ///< Object::changes when this thread last knew all that it holds
};
inline constexpr std::uint32_t known_objects = 16;

/// Beside each Thread, for whoever makes its calls: a cache of atomics (edges/atomics.cpp).
inline constexpr std::uint32_t edge_bytes = 2048;

struct Thread {
    VectorClock clock;
    std::uint64_t published; ///< highest own clock that a release has shown to others
    std::uint32_t component; ///< never 0
    std::uint32_t number;    ///< dense, from 1, never reused: Tls::thread
    std::uint32_t task;      ///< running task's id
    /// Changes whenever a release would publish more than the last one did.
    std::uint32_t version;
    std::uint32_t fences_seen;    ///< release fences whose clock is taken up (core/order.cpp)
    std::uint32_t overflow_seen;  ///< version of the overflow object that is taken up
    std::uint32_t lost_seen;      ///< of `lost_edges`
    std::uint32_t snapshots_seen; ///< of `snapshots`, when this thread took its clock
    bool accessed;                ///< own clock has accesses that were not published yet
    bool shown;                   ///< own clock was published: no access may join it any more
    bool is_child_of_unseen;      ///< made by a module whose synchronisation is not seen: its pairs are silent
    std::uint32_t in_guard;       ///< depth of __cxa_guard_acquire .. release
    std::uint32_t ignored;        ///< depth of ignore scopes
    std::uint32_t inside;         ///< depth of calls into the runtime (edges/self.h)
    std::uint32_t in_handler;     ///< depth of signal handlers
    EventId forgiven;             ///< own clock up to which this thread's accesses accuse nobody
    std::uint32_t locks;          ///< entries of lock
    std::uint32_t locks_dropped;  ///< held beyond the table's size
    std::uint32_t lock_set;       ///< interned id, or lock_set_stale
    HeldLock lock[16];
    hot::Access writing;              ///< of the write that went through write_begin, until its end
    const hot::Slot* writing_slot;    ///< its slot, null: none
    KnownObject known[known_objects]; ///< by known_object()
    StackCache stacks;
    Trace trace;
    hot::Tls* tls; ///< null for simulated threads and after exit
    hot::ReadRecord* records;
    Thread* next;        ///< other Threads of the same component
    std::uint64_t round; ///< high part of the own clock at which the records began
    void* for_edges;     ///< edge_bytes that the core does not look at
    std::uint32_t task_depth;
    std::uint32_t task_stack[16];
};
inline constexpr std::uint32_t lock_set_stale = ~0U;

/// A thread about to be created: what its creator knew. Plain data, made by the creator.
struct Birth {
    VectorClock clock;
    std::uint32_t creator; ///< task id
    std::uint32_t task;    ///< id of the new thread's task
    bool of_unseen_module;
};

/// In the creator, before the thread exists: publishes the creator's clock into birth.
void thread_prepare(Thread& creator, Birth& birth, std::uint64_t creation_pc, std::uint32_t creation_stack);
/// In the new thread, first thing. birth null: a thread that nobody was seen to create; everything so
/// far is before it. Null when memory is out: the thread is not watched.
Thread* thread_start(const Birth* birth, std::int64_t os_id);
/// What an unregistered thread's inline code reads: no key ever matches.
extern hot::ReadRecord unregistered_records[hot::read_records];
inline constexpr std::uint64_t unregistered_mix = 0x9E3779B97F4A7C15ULL;
inline constexpr hot::Tls unregistered_tls{unregistered_mix, 0, 0, unregistered_records, nullptr, 0, hot::no_read};

/// Lets the thread's inline code see its token and records.
void thread_attach(Thread& thread, hot::Tls& tls);
/// In the thread, last thing (a pthread key's destructor, late round). Keeps clock for a joiner.
void thread_exit(Thread& thread);
/// In the joiner, after the join succeeded.
void thread_join(Thread& joiner, const VectorClock& final_clock);

/// What the thread runs as from now on; its trace remembers what it was before.
void thread_set_task(Thread& thread, std::uint32_t task);
/// How many scopes the thread is in whose accesses are not watched. Others ask for it.
inline void thread_set_ignored(Thread& thread, std::uint32_t scopes) {
    __atomic_store_n(&thread.ignored, scopes, __ATOMIC_RELAXED);
}
/// In the child of a fork: of all threads only the survivor (null: not known yet) exists.
void threads_after_fork(const Thread* survivor);

/// The word that a record's key was made of, from the clock of the record; see ReadRecord::read_key.
hot::Word word_of_key(std::uint64_t key, const Thread& thread, std::uint32_t low_clock);

/// The lock set. Order is not touched: see release and acquire.
inline void lock_push(Thread& t, std::uint64_t address, LockKind kind, bool exclusive) {
    constexpr std::uint32_t room = sizeof t.lock / sizeof t.lock[0];
    t.lock_set = lock_set_stale;
    if (MAPCHECK_UNLIKELY(t.locks == room)) {
        ++t.locks_dropped;
        return;
    }
    t.lock[t.locks++] = HeldLock{address, exclusive ? 1U : 0U, static_cast<std::uint32_t>(kind)};
}
/// Removes a lock that is not the innermost; see lock_pop.
bool lock_remove(Thread& thread, std::uint64_t address);
/// Removes the innermost hold of this lock; returns whether it was exclusive (true if unknown).
inline bool lock_pop(Thread& t, std::uint64_t address) {
    t.lock_set = lock_set_stale;
    if (MAPCHECK_UNLIKELY(t.locks == 0 || t.lock[t.locks - 1].address != address)) return lock_remove(t, address);
    return t.lock[--t.locks].exclusive != 0;
}

/// First Thread of a component (follow next), null if unused.
Thread* threads_of(std::uint32_t component);
/// One more than the highest component in use.
std::uint32_t components_used();
/// Threads created so far.
std::uint32_t threads_seen();

/// Calls of acquire_everything so far: each has shown every thread's clock to somebody.
inline std::uint32_t snapshots;
/// Edges that could not be told. Whoever sees that there is a new one takes up everything before its next
/// access: too much order instead of too little.
inline std::uint32_t lost_edges;
inline void edge_lost() {
    __atomic_fetch_add(&lost_edges, 1, __ATOMIC_RELEASE);
    __atomic_fetch_add(&snapshots, 1, __ATOMIC_RELEASE); // sends every thread through take_next_clock
}

/// Takes the next clock; see fresh().
void take_next_clock(Thread& thread);
/// Before an access at a published clock: takes the next clock.
inline void fresh(Thread& t) {
    if (MAPCHECK_UNLIKELY(t.shown || __atomic_load_n(&snapshots, __ATOMIC_RELAXED) != t.snapshots_seen))
        take_next_clock(t);
}
/// This clock has an access now.
inline void touched(Thread& t) {
    if (t.accessed) return;
    t.accessed = true;
    ++t.version;
}
inline KnownObject& known_object(Thread& t, std::uint64_t key) {
    return t.known[(key >> 9 ^ key >> 13) % known_objects]; // addresses start at bit 4
}
inline EventId now(const Thread& t) { return make_event(t.component, t.clock.at[t.component]); }
/// The event that a record's low half of a clock names: the last one that fits.
inline EventId event_of(const Thread& t, std::uint32_t low_clock) {
    const std::uint64_t own = __atomic_load_n(&t.clock.at[t.component], __ATOMIC_RELAXED);
    return make_event(t.component, own - static_cast<std::uint32_t>(static_cast<std::uint32_t>(own) - low_clock));
}

} // namespace mapcheck::core
