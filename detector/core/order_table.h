// The table behind core/order.h, and the short ways through it: for an object that the thread met
// lately and that has nothing new for it, an acquire or a release is a few loads.
//
// Owner of the layout only; order.cpp owns the memory. A thread's cache names an object by its place in
// the table, and is asked again whether the place is still the object's.
#pragma once

#include "core/clock.h"
#include "core/order.h"
#include "core/spin_lock.h"
#include "core/thread.h"

namespace mapcheck::core {

// The table: sets of eight, found by hash; what has no room in its set is folded into `overflow`.
constexpr std::uint32_t ways = 8;
constexpr std::uint32_t set_count = 4096;

struct Set {
    std::uint32_t version; // grows with every release, eviction and forget in this set
    std::uint32_t hand;    // next victim
    std::uint32_t folded;  // an object of this set went into `overflow`
    SpinLock adding;       // taken before an object's lock, never after it
    Key key[ways];
};

/// What was released into one key. Guarded by `lock`, but for the early ways out, which read `last`
/// alone (one load says both who and how much) and check that the key is still theirs.
struct Object {
    EventId last;           // the last releaser's event, or'ed with covers_bit; 0: nothing released
    std::uint32_t version;  // of the last releaser's knowledge (Thread::version)
    std::uint32_t releaser; // its Thread::number
    SpinLock lock;
    VectorClock clock;
};
/// In Object::last: clock is no more than what the last releaser knew, so that whoever knows its
/// event knows all. (A clock never gets that high.)
constexpr EventId covers_bit = EventId{1} << (clock_bits - 1);

inline bool knows_all(const VectorClock& clock, EventId last) {
    return last == 0 || ((last & covers_bit) != 0 && clock.covers(last & ~covers_bit));
}

struct Table {
    Set set[set_count];
    Object object[set_count][ways];
};

/// This thread released last, and has nothing new to tell.
inline bool says_it_already(const Object& o, const Thread& t) {
    return __atomic_load_n(&o.releaser, __ATOMIC_RELAXED) == t.number &&
           __atomic_load_n(&o.version, __ATOMIC_RELAXED) == t.version;
}

/// The own clock has been shown: later accesses need the next one.
inline void publish(Thread& t) {
    __atomic_store_n(&t.published, t.clock.at[t.component], __ATOMIC_RELEASE);
    t.shown = true;
    if (!t.accessed) return;
    t.accessed = false;
    fresh(t);
}

/// As acquire(), for objects other than atomics.
inline void acquire_soon(Thread& t, Key key) {
    const KnownObject& k = known_object(t, key);
    if (MAPCHECK_LIKELY(k.key == key && __atomic_load_n(k.key_now, __ATOMIC_ACQUIRE) == key &&
                        __atomic_load_n(k.folded, __ATOMIC_ACQUIRE) == 0 &&
                        knows_all(t.clock, __atomic_load_n(&k.object->last, __ATOMIC_ACQUIRE))))
        return;
    acquire(t, key);
}

/// As release().
inline void release_soon(Thread& t, Key key) {
    const KnownObject& k = known_object(t, key);
    if (MAPCHECK_LIKELY(k.key == key && __atomic_load_n(k.key_now, __ATOMIC_ACQUIRE) == key && says_it_already(*k.object, t)))
        return publish(t);
    release(t, key);
}

} // namespace mapcheck::core
