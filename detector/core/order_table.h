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

/// What was released into one key. Guarded by `lock`, but for the early ways out: `changes` grows with all
/// that an acquire could learn and never goes back; `said` is one word.
struct Object {
    std::uint64_t said; // the last releaser's number << 32 | its version then; 0: nobody's
    std::uint32_t changes;
    SpinLock lock;
    VectorClock clock;
};

struct Table {
    Set set[set_count];
    Object object[set_count][ways];
};

inline std::uint64_t what_it_says(const Thread& t) { return std::uint64_t{t.number} << 32 | t.version; }
/// This thread released last, and has nothing new to tell.
inline bool says_it_already(const Object& o, const Thread& t) {
    return __atomic_load_n(&o.said, __ATOMIC_RELAXED) == what_it_says(t);
}

/// The own clock is going to be shown: before anybody can learn it from an object, fences know it.
inline void before_showing(Thread& t) { __atomic_store_n(&t.published, t.clock.at[t.component], __ATOMIC_RELEASE); }
/// It has been shown: later accesses need the next one.
inline void after_showing(Thread& t) {
    t.shown = true;
    if (!t.accessed) return;
    t.accessed = false;
    fresh(t);
}

/// As acquire(), for objects other than atomics.
inline void acquire_soon(Thread& t, Key key) {
    const KnownObject& k = known_object(t, key);
    if (MAPCHECK_LIKELY(k.key == key && __atomic_load_n(k.key_now, __ATOMIC_ACQUIRE) == key &&
                        __atomic_load_n(&k.object->changes, __ATOMIC_ACQUIRE) == k.seen &&
                        __atomic_load_n(k.folded, __ATOMIC_ACQUIRE) == 0))
        return;
    acquire(t, key);
}

/// As release().
inline void release_soon(Thread& t, Key key) {
    const KnownObject& k = known_object(t, key);
    if (MAPCHECK_LIKELY(k.key == key && __atomic_load_n(k.key_now, __ATOMIC_ACQUIRE) == key &&
                        says_it_already(*k.object, t))) {
        before_showing(t);
        return after_showing(t);
    }
    release(t, key);
}

} // namespace mapcheck::core
