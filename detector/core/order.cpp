#include "core/order.h"

#include "core/config.h"
#include "core/memory.h"
#include "core/order_table.h"

namespace mapcheck::core {
namespace {

Table* table;
SpinLock making_table;
Object overflow;
std::uint32_t overflow_version; // 0: nothing was ever folded

Object fence_object;  // what release fences published: not in the table, so that it is never crowded out
std::uint32_t fences; // release fences so far

Table* get_table() {
    Table* t = __atomic_load_n(&table, __ATOMIC_ACQUIRE);
    if (t != nullptr) return t;
    SpinGuard guard(making_table);
    if (table == nullptr) __atomic_store_n(&table, static_cast<Table*>(reserve(sizeof(Table))), __ATOMIC_RELEASE);
    return table;
}

std::uint32_t set_of(Key key) {
    return static_cast<std::uint32_t>((key * 0x9E3779B97F4A7C15ULL) >> 52); // 12 bits
}
static_assert(set_count == 1U << 12);

Object* find(Table& t, std::uint32_t s, Key key) {
    for (std::uint32_t i = 0; i < ways; ++i)
        if (__atomic_load_n(&t.set[s].key[i], __ATOMIC_ACQUIRE) == key) return &t.object[s][i];
    return nullptr;
}

bool still(const Table& t, std::uint32_t s, const Object* o, Key key) {
    return __atomic_load_n(&t.set[s].key[o - t.object[s]], __ATOMIC_ACQUIRE) == key;
}

void changed(Set& set) { __atomic_fetch_add(&set.version, 1, __ATOMIC_RELEASE); }

bool is_atomic(Key key) { return key >> 60 == static_cast<Key>(ObjectKind::atomic); }

/// The thread will meet this object again, and knew all of it when it had this many changes.
void remember(Thread& t, Table& tab, std::uint32_t s, Object* o, Key key, std::uint32_t seen) {
    known_object(t, key) = KnownObject{key, &tab.set[s].key[o - tab.object[s]], &tab.set[s].folded, o, seen};
}

void changed(Object& o) { __atomic_store_n(&o.changes, o.changes + 1, __ATOMIC_RELEASE); }

/// Under the object's lock.
void add(Object& o, const Thread& t) {
    o.clock.join(t.clock, components_used());
    __atomic_store_n(&o.said, what_it_says(t), __ATOMIC_RELAXED);
    changed(o);
}

void clear(Object& o) {
    __atomic_store_n(&o.said, std::uint64_t{0}, __ATOMIC_RELAXED);
    o.clock = VectorClock{};
    changed(o);
}

/// Finds or makes the object; the victim of a full set goes into the overflow object.
Object* make(Table& t, std::uint32_t s, Key key) {
    Set& set = t.set[s];
    SpinGuard adding(set.adding);
    if (Object* o = find(t, s, key)) return o;
    std::uint32_t way = ways;
    for (std::uint32_t i = 0; i < ways && way == ways; ++i)
        if (set.key[i] == 0) way = i;
    if (way == ways) way = set.hand++ % ways;
    Object& o = t.object[s][way];
    SpinGuard guard(o.lock);
    if (set.key[way] != 0) {
        SpinGuard folding(overflow.lock);
        overflow.clock.join(o.clock, components);
        __atomic_fetch_add(&overflow_version, 1, __ATOMIC_RELEASE);
        __atomic_store_n(&set.folded, 1, __ATOMIC_RELEASE);
        count(counters.objects_folded);
    }
    clear(o);
    __atomic_store_n(&set.key[way], key, __ATOMIC_RELEASE);
    changed(set);
    return &o;
}

/// Returns the object's changes so far.
std::uint32_t take_up(Thread& t, Object& o) {
    bool grown;
    std::uint32_t changes;
    {
        SpinGuard guard(o.lock);
        grown = t.clock.join(o.clock, components_used());
        changes = o.changes;
    }
    if (grown) ++t.version;
    return changes;
}

void acquire_fences(Thread& t) {
    const std::uint32_t seen = __atomic_load_n(&fences, __ATOMIC_ACQUIRE);
    if (seen == t.fences_seen) return;
    t.fences_seen = seen;
    take_up(t, fence_object);
}

} // namespace

bool order_start() { return get_table() != nullptr; }

void acquire(Thread& t, Key key) {
    Table* tab = get_table();
    if (tab == nullptr) return edge_lost();
    if (is_atomic(key)) acquire_fences(t);
    const std::uint32_t s = set_of(key);
    Object* o = find(*tab, s, key);
    if (o != nullptr) {
        const std::uint32_t seen = take_up(t, *o);
        if (!is_atomic(key) && still(*tab, s, o, key)) remember(t, *tab, s, o, key, seen);
    }
    // What was released into this key before it was evicted is in the overflow object, also when the
    // key has an object again: a semaphore's posts, for example, are all owed to its waiter.
    if (__atomic_load_n(&tab->set[s].folded, __ATOMIC_ACQUIRE) == 0) return;
    const std::uint32_t folded = __atomic_load_n(&overflow_version, __ATOMIC_ACQUIRE);
    if (folded == t.overflow_seen) return;
    t.overflow_seen = folded;
    take_up(t, overflow);
}

void release(Thread& t, Key key) {
    Table* tab = get_table();
    if (tab == nullptr) return edge_lost();
    const std::uint32_t s = set_of(key);
    before_showing(t);
    for (;;) {
        Object* o = find(*tab, s, key);
        if (o == nullptr) o = make(*tab, s, key);
        if (says_it_already(*o, t) && still(*tab, s, o, key)) break;
        SpinGuard guard(o->lock);
        if (!still(*tab, s, o, key)) continue;
        const KnownObject& k = known_object(t, key);
        const bool knew_all = k.key == key && k.object == o && k.seen == o->changes;
        add(*o, t);
        // Only the inline cache of atomics reads versions.
        if (is_atomic(key))
            changed(tab->set[s]);
        else
            remember(t, *tab, s, o, key, knew_all ? o->changes : o->changes - 1);
        break;
    }
    after_showing(t);
}

void forget(Key key) {
    Table* tab = __atomic_load_n(&table, __ATOMIC_ACQUIRE);
    if (tab == nullptr) return;
    const std::uint32_t s = set_of(key);
    if (find(*tab, s, key) == nullptr) return;
    Set& set = tab->set[s];
    SpinGuard adding(set.adding);
    Object* o = find(*tab, s, key);
    if (o == nullptr) return;
    SpinGuard guard(o->lock);
    __atomic_store_n(&set.key[o - tab->object[s]], 0, __ATOMIC_RELEASE);
    clear(*o);
    changed(set);
}

void acquire_fence(Thread& t) {
    bool grown = false;
    const std::uint32_t n = components_used();
    for (std::uint32_t c = 1; c < n; ++c) {
        for (Thread* o = threads_of(c); o != nullptr; o = o->next) {
            if (o == &t) continue;
            const std::uint64_t shown = __atomic_load_n(&o->published, __ATOMIC_ACQUIRE);
            if (shown <= t.clock.at[c]) continue;
            __atomic_store_n(&t.clock.at[c], shown, __ATOMIC_RELAXED);
            grown = true;
        }
    }
    if (grown) ++t.version;
}

void release_fence(Thread& t) {
    before_showing(t);
    {
        SpinGuard guard(fence_object.lock);
        if (!says_it_already(fence_object, t)) add(fence_object, t);
    }
    after_showing(t);
    __atomic_fetch_add(&fences, 1, __ATOMIC_RELEASE);
}

void acquire_everything(Thread& t) {
    // From here on the others take new clocks before their next accesses.
    __atomic_fetch_add(&snapshots, 1, __ATOMIC_SEQ_CST);
    const std::uint32_t n = components_used();
    for (std::uint32_t c = 1; c < n; ++c) {
        for (Thread* o = threads_of(c); o != nullptr; o = o->next) {
            if (o == &t) continue;
            const std::uint64_t theirs = __atomic_load_n(&o->clock.at[c], __ATOMIC_RELAXED);
            if (theirs > t.clock.at[c]) __atomic_store_n(&t.clock.at[c], theirs, __ATOMIC_RELAXED);
            // Shown by this thread to whoever learns from it: fences must know it.
            std::uint64_t known = __atomic_load_n(&o->published, __ATOMIC_RELAXED);
            while (known < theirs && !__atomic_compare_exchange_n(&o->published, &known, theirs, true, __ATOMIC_RELEASE,
                                                                  __ATOMIC_RELAXED)) {}
        }
    }
    ++t.version;
}

const std::uint32_t* version_of(Key key) {
    static const std::uint32_t never = 0;
    Table* tab = get_table();
    return tab == nullptr ? &never : &tab->set[set_of(key)].version;
}

bool ordered(const Thread& t, EventId event) {
    if (event == 0) return true;
    const std::uint32_t c = component_of(event);
    if (c == t.component) return !switched_off(Switch::clause_own_thread);
    return t.clock.covers(event);
}

void order_after_fork() {
    if (++fork_generation == 0) fork_generation = 1;
}

} // namespace mapcheck::core
