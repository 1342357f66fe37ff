#include "core/thread.h"

#include "core/config.h"
#include "core/lock_set.h"
#include "core/memory.h"
#include "core/order.h"
#include "core/spin_lock.h"
#include "core/task.h"

namespace mapcheck::core {
namespace {

// All of these under `registry`, but for the heads, which are only ever pushed to.
SpinLock registry;
Thread* heads[components];
std::uint32_t used = 1; // component 0 stands for nobody
std::uint32_t numbers;

// Threads that have ended, oldest first. The oldest is reused first: its component then means
// another thread, and a race between the two of them is missed. Two counts that only grow, as in core/slot.cpp.
constexpr std::uint32_t ended_size = 4096;
Thread* ended[ended_size];
std::uint64_t ended_put, ended_taken;

void put_ended(Thread& t) {
    if (ended_put - ended_taken == ended_size) return;
    ended[ended_put % ended_size] = &t;
    ++ended_put;
}

struct Block {
    Thread thread;
    alignas(64) hot::ReadRecord records[hot::read_records];
    alignas(64) unsigned char for_edges[edge_bytes];
};
static_assert(sizeof(Block) % alignof(TraceEntry) == 0, "the trace lies behind the block");

Thread* make_thread(std::uint32_t component) {
    auto* block = static_cast<Block*>(reserve(sizeof(Block) + config.trace_size * sizeof(TraceEntry)));
    if (block == nullptr) return nullptr;
    Thread& t = block->thread;
    t.component = component;
    t.records = block->records;
    t.for_edges = block->for_edges;
    t.trace.entry = reinterpret_cast<TraceEntry*>(block + 1);
    t.trace.mask = config.trace_size - 1;
    t.next = heads[component];
    __atomic_store_n(&heads[component], &t, __ATOMIC_RELEASE);
    return &t;
}

Thread* take_thread() {
    if (used < components) {
        Thread* t = make_thread(used);
        if (t != nullptr) __atomic_store_n(&used, used + 1, __ATOMIC_RELEASE);
        return t;
    }
    if (ended_put != ended_taken) return ended[ended_taken++ % ended_size];
    return make_thread(1 + numbers % (components - 1)); // shares a component
}

std::uint32_t token_of(std::uint32_t component, std::uint64_t clock) {
    return component << hot::token_clock_bits |
           (static_cast<std::uint32_t>(clock) & ((1U << hot::token_clock_bits) - 1));
}

std::uint64_t mix_of(std::uint32_t token) {
    std::uint64_t h = (std::uint64_t{token} + 0x9E3779B97F4A7C15ULL) * 0xBF58476D1CE4E5B9ULL;
    h = (h ^ h >> 31) * 0x94D049BB133111EBULL;
    return (h ^ h >> 29) | 1;
}

void show_token(Thread& t) {
    if (t.tls == nullptr) return;
    t.tls->token = token_of(t.component, t.clock.at[t.component]);
    t.tls->mix = mix_of(t.tls->token);
    t.tls->recent_read = hot::no_read;
}

/// Records keep the low half of a clock: before it can come round again, the old ones must go.
void forget_records(Thread& t) {
    for (std::uint32_t i = 0; i < hot::read_records; ++i) t.records[i] = hot::ReadRecord{};
}

} // namespace

hot::ReadRecord unregistered_records[hot::read_records];

Thread* threads_of(std::uint32_t component) { return __atomic_load_n(&heads[component], __ATOMIC_ACQUIRE); }
std::uint32_t components_used() { return __atomic_load_n(&used, __ATOMIC_ACQUIRE); }
std::uint32_t threads_seen() { return __atomic_load_n(&numbers, __ATOMIC_RELAXED); }

void take_next_clock(Thread& t) {
    const std::uint32_t lost = __atomic_load_n(&lost_edges, __ATOMIC_ACQUIRE);
    if (lost != t.lost_seen) {
        t.lost_seen = lost;
        acquire_everything(t);
    }
    t.shown = false;
    t.snapshots_seen = __atomic_load_n(&snapshots, __ATOMIC_ACQUIRE);
    constexpr int round_bits = 30;
    std::uint64_t& own = t.clock.at[t.component];
    __atomic_store_n(&own, own + 1, __ATOMIC_RELAXED);
    // Where a component is shared, a join may have skipped the very clock that begins a round.
    if (own >> round_bits != t.round) forget_records(t);
    t.round = own >> round_bits;
    show_token(t);
}

void thread_prepare(Thread& creator, Birth& birth, std::uint64_t creation_pc, std::uint32_t creation_stack) {
    birth.creator = creator.task;
    birth.task = task_create(creator.task, creation_pc, creation_stack);
    birth.of_unseen_module = false;
    birth.clock = creator.clock;
    if (switched_off(Switch::edge_create)) birth.clock = VectorClock{};
    __atomic_store_n(&creator.published, creator.clock.at[creator.component], __ATOMIC_RELEASE);
    creator.shown = true;
    creator.accessed = false;
    fresh(creator);
}

Thread* thread_start(const Birth* birth, std::int64_t os_id) {
    Thread* t;
    {
        SpinGuard guard(registry);
        t = take_thread();
        if (t == nullptr) return nullptr;
        __atomic_store_n(&t->number, ++numbers, __ATOMIC_RELAXED); // others look for numbers
    }
    // A Thread that is used again keeps the records of its predecessors, which are still judged: its own clock
    // never goes back, not for a moment, and what was silent stays silent.
    std::uint64_t& own = t->clock.at[t->component];
    if (t->is_child_of_unseen) t->forgiven = make_event(t->component, own);
    VectorClock born;
    if (birth != nullptr) born = birth->clock;
    std::uint64_t first = born.at[t->component];
    for (const Thread* o = threads_of(t->component); o != nullptr; o = o->next) {
        const std::uint64_t theirs = __atomic_load_n(&o->clock.at[t->component], __ATOMIC_RELAXED);
        if (theirs > first) first = theirs;
    }
    for (std::uint32_t i = 0; i < components; ++i)
        if (i != t->component) t->clock.at[i] = born.at[i];
    __atomic_store_n(&own, first + 1, __ATOMIC_RELAXED); // a clock that nobody knows of
    t->version = 1;
    t->fences_seen = t->overflow_seen = 0;
    t->snapshots_seen = __atomic_load_n(&snapshots, __ATOMIC_ACQUIRE);
    t->lost_seen = __atomic_load_n(&lost_edges, __ATOMIC_ACQUIRE);
    t->accessed = t->shown = false;
    t->is_child_of_unseen = birth != nullptr && birth->of_unseen_module;
    t->in_guard = t->inside = t->in_handler = 0;
    thread_set_ignored(*t, 0);
    t->locks = t->locks_dropped = 0;
    t->lock_set = lock_set_stale;
    t->stacks = StackCache{};
    t->stacks.budget = unwind_budget;
    t->task_depth = 0;
    __atomic_store_n(&t->writing_slot, nullptr, __ATOMIC_RELAXED);
    for (KnownObject& k : t->known) k = KnownObject{};
    thread_set_task(*t, birth != nullptr ? birth->task : task_create(0, 0, 0));
    if (Task* task = task_find(t->task)) {
        const bool is_main = t->number == 1 && birth == nullptr;
        __atomic_store_n(&task->os_id, os_id, __ATOMIC_RELAXED);
        __atomic_store_n(&task->is_main, is_main ? 1 : 0, __ATOMIC_RELAXED);
    }
    if (birth == nullptr && t->number != 1 && !switched_off(Switch::edge_unseen_thread)) acquire_everything(*t);
    return t;
}

void thread_attach(Thread& t, hot::Tls& tls) {
    t.tls = &tls;
    tls.thread = t.number;
    tls.records = t.records;
    tls.self = &t;
    show_token(t);
}

void thread_exit(Thread& t) {
    __atomic_store_n(&t.published, t.clock.at[t.component], __ATOMIC_RELEASE);
    t.shown = true;
    t.accessed = false;
    fresh(t); // what comes after (other keys' destructors) is after what a joiner learns
    if (t.tls != nullptr) *t.tls = unregistered_tls;
    t.tls = nullptr;
    SpinGuard guard(registry);
    put_ended(t);
}

void thread_set_task(Thread& t, std::uint32_t task) {
    if (t.task == task) return;
    if (t.task != 0) t.trace.add(hot::Word{t.task} << 32, 0);
    __atomic_store_n(&t.task, task, __ATOMIC_RELAXED);
}

void threads_after_fork(const Thread* survivor) {
    ended_put = ended_taken = 0;
    for (std::uint32_t c = 1; c < components; ++c) {
        for (Thread* t = threads_of(c); t != nullptr; t = t->next) {
            if (t == survivor) continue;
            t->tls = nullptr;
            __atomic_store_n(&t->writing_slot, nullptr, __ATOMIC_RELAXED);
            put_ended(*t);
        }
    }
}

hot::Word word_of_key(std::uint64_t key, const Thread& t, std::uint32_t low_clock) {
    return key ^ mix_of(token_of(t.component, low_clock));
}

void thread_join(Thread& joiner, const VectorClock& final_clock) {
    if (switched_off(Switch::edge_join)) return;
    if (joiner.clock.join(final_clock, components)) ++joiner.version;
}

bool lock_remove(Thread& t, std::uint64_t address) {
    for (std::uint32_t i = t.locks; i-- > 0;) {
        if (t.lock[i].address != address) continue;
        const bool exclusive = t.lock[i].exclusive != 0;
        for (std::uint32_t j = i + 1; j < t.locks; ++j) t.lock[j - 1] = t.lock[j];
        --t.locks;
        return exclusive;
    }
    if (t.locks_dropped != 0) --t.locks_dropped;
    return true;
}

} // namespace mapcheck::core
