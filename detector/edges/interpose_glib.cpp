// GLib's threads at its boundary: locks, conditions, once, asynchronous queues, thread pools. Its own
// atomics and futexes are compiled into libglib, so that nothing of them is seen from outside. Threads are made and joined
// by pthread calls, which are seen. Main loops: interpose_glib_loops.cpp; reference counts: interpose_glib_counts.cpp.
#include "edges/interpose_glib.h"

#include <cstdlib>

#include "core/config.h"

namespace mapcheck::edges {
namespace {

using Boolean = int;
using Function = void (*)(void* item, void* user_data);

constexpr LockKind mutex = LockKind::mutex;
constexpr LockKind rwlock = LockKind::rwlock;

MAPCHECK_INLINE Boolean tried(Boolean taken, const void* lock, LockKind kind, bool exclusive) {
    if (taken != 0) told_locked(lock, kind, exclusive);
    return taken;
}
/// The call whose function runs, if it is the first: its result is released before anybody can have it.
struct OnceCall {
    void* (*function)(void*);
    void* argument;
    const void* once;
};
void* run_once(void* argument) {
    const OnceCall& call = *static_cast<OnceCall*>(argument);
    void* value = call.function(call.argument);
    told_release(key_of(call.once, ObjectKind::once));
    told_release(key_of(call.once, ObjectKind::atomic)); // for g_once, which looks at the status inline
    return value;
}

/// A lock ends or begins at this address.
void afresh(const void* lock) {
    told_forget(key_of(lock, ObjectKind::lock));
    told_forget(key_of(lock, ObjectKind::readers));
}

core::Key queue_key(const void* queue) { return key_of(queue, ObjectKind::other); }

/// What is in a queue was put there before: queues hand on in order, so that one object a queue is exact but for
/// what was put behind it since.
void* popped(void* item, const void* queue) {
    if (item != nullptr) told_acquire(queue_key(queue));
    return item;
}

} // namespace

// ---- locks

MAPCHECK_GLIB(void, g_mutex_lock, (void* m)) {
    real_g_mutex_lock(m);
    told_locked(m, mutex, true);
}
MAPCHECK_GLIB(Boolean, g_mutex_trylock, (void* m)) { return tried(real_g_mutex_trylock(m), m, mutex, true); }
MAPCHECK_GLIB(void, g_mutex_unlock, (void* m)) {
    told_unlocked(m, mutex);
    real_g_mutex_unlock(m);
}
MAPCHECK_GLIB(void, g_mutex_init, (void* m)) {
    afresh(m);
    real_g_mutex_init(m);
}
MAPCHECK_GLIB(void, g_mutex_clear, (void* m)) {
    afresh(m);
    real_g_mutex_clear(m);
}
MAPCHECK_GLIB(void, g_rec_mutex_lock, (void* m)) {
    real_g_rec_mutex_lock(m);
    told_locked(m, mutex, true);
}
MAPCHECK_GLIB(Boolean, g_rec_mutex_trylock, (void* m)) { return tried(real_g_rec_mutex_trylock(m), m, mutex, true); }
MAPCHECK_GLIB(void, g_rec_mutex_unlock, (void* m)) {
    told_unlocked(m, mutex);
    real_g_rec_mutex_unlock(m);
}
MAPCHECK_GLIB(void, g_rw_lock_writer_lock, (void* l)) {
    real_g_rw_lock_writer_lock(l);
    told_locked(l, rwlock, true);
}
MAPCHECK_GLIB(Boolean, g_rw_lock_writer_trylock, (void* l)) {
    return tried(real_g_rw_lock_writer_trylock(l), l, rwlock, true);
}
MAPCHECK_GLIB(void, g_rw_lock_writer_unlock, (void* l)) {
    told_unlocked(l, rwlock);
    real_g_rw_lock_writer_unlock(l);
}
MAPCHECK_GLIB(void, g_rw_lock_reader_lock, (void* l)) {
    real_g_rw_lock_reader_lock(l);
    told_locked(l, rwlock, false);
}
MAPCHECK_GLIB(Boolean, g_rw_lock_reader_trylock, (void* l)) {
    return tried(real_g_rw_lock_reader_trylock(l), l, rwlock, false);
}
MAPCHECK_GLIB(void, g_rw_lock_reader_unlock, (void* l)) {
    told_unlocked(l, rwlock);
    real_g_rw_lock_reader_unlock(l);
}
MAPCHECK_GLIB(void, g_bit_lock, (volatile int* word, int bit)) {
    real_g_bit_lock(word, bit);
    told_locked(word, mutex, true);
}
MAPCHECK_GLIB(Boolean, g_bit_trylock, (volatile int* word, int bit)) {
    return tried(real_g_bit_trylock(word, bit), const_cast<int*>(word), mutex, true);
}
MAPCHECK_GLIB(void, g_bit_unlock, (volatile int* word, int bit)) {
    told_unlocked(word, mutex);
    real_g_bit_unlock(word, bit);
}
// Of a pointer with a bit to spare.
MAPCHECK_GLIB(void, g_pointer_bit_lock, (void* word, int bit)) {
    real_g_pointer_bit_lock(word, bit);
    told_locked(word, mutex, true);
}
MAPCHECK_GLIB(Boolean, g_pointer_bit_trylock, (void* word, int bit)) {
    return tried(real_g_pointer_bit_trylock(word, bit), word, mutex, true);
}
MAPCHECK_GLIB(void, g_pointer_bit_unlock, (void* word, int bit)) {
    told_unlocked(word, mutex);
    real_g_pointer_bit_unlock(word, bit);
}

// A condition has no edge of its own; the mutex is given back and taken again inside GLib.
MAPCHECK_GLIB(void, g_cond_wait, (void* condition, void* m)) {
    told_unlocked(m, mutex);
    real_g_cond_wait(condition, m);
    told_locked(m, mutex, true);
}
MAPCHECK_GLIB(Boolean, g_cond_wait_until, (void* condition, void* m, std::int64_t until)) {
    told_unlocked(m, mutex);
    const Boolean signalled = real_g_cond_wait_until(condition, m, until);
    told_locked(m, mutex, true);
    return signalled;
}

// ---- once: g_once and g_once_init_enter look at the flag inline first, by atomics that are seen

MAPCHECK_GLIB(Boolean, g_once_init_enter, (volatile void* flag)) {
    const Boolean is_first = real_g_once_init_enter(flag);
    if (is_first == 0) told_acquire(key_of(flag, ObjectKind::once));
    return is_first;
}
MAPCHECK_GLIB(void, g_once_init_leave, (volatile void* flag, std::size_t value)) {
    told_release(key_of(flag, ObjectKind::once));
    told_release(key_of(flag, ObjectKind::atomic)); // for those who look inline
    real_g_once_init_leave(flag, value);
}
MAPCHECK_GLIB(void*, g_once_impl, (void* once, void* (*function)(void*), void* argument)) {
    OnceCall call{function, argument, once};
    void* value = real_g_once_impl(once, run_once, &call);
    told_acquire(key_of(once, ObjectKind::once));
    return value;
}

// ---- asynchronous queues

MAPCHECK_GLIB(void, g_async_queue_push, (void* queue, void* item)) {
    told_release(queue_key(queue));
    real_g_async_queue_push(queue, item);
}
MAPCHECK_GLIB(void, g_async_queue_push_unlocked, (void* queue, void* item)) {
    told_release(queue_key(queue));
    real_g_async_queue_push_unlocked(queue, item);
}
MAPCHECK_GLIB(void, g_async_queue_push_front, (void* queue, void* item)) {
    told_release(queue_key(queue));
    real_g_async_queue_push_front(queue, item);
}
MAPCHECK_GLIB(void, g_async_queue_push_front_unlocked, (void* queue, void* item)) {
    told_release(queue_key(queue));
    real_g_async_queue_push_front_unlocked(queue, item);
}
MAPCHECK_GLIB(void, g_async_queue_push_sorted, (void* queue, void* item, void* compare, void* data)) {
    told_release(queue_key(queue));
    real_g_async_queue_push_sorted(queue, item, compare, data);
}
MAPCHECK_GLIB(void, g_async_queue_push_sorted_unlocked, (void* queue, void* item, void* compare, void* data)) {
    told_release(queue_key(queue));
    real_g_async_queue_push_sorted_unlocked(queue, item, compare, data);
}
MAPCHECK_GLIB(void*, g_async_queue_pop, (void* queue)) { return popped(real_g_async_queue_pop(queue), queue); }
MAPCHECK_GLIB(void*, g_async_queue_pop_unlocked, (void* queue)) {
    return popped(real_g_async_queue_pop_unlocked(queue), queue);
}
MAPCHECK_GLIB(void*, g_async_queue_try_pop, (void* queue)) { return popped(real_g_async_queue_try_pop(queue), queue); }
MAPCHECK_GLIB(void*, g_async_queue_try_pop_unlocked, (void* queue)) {
    return popped(real_g_async_queue_try_pop_unlocked(queue), queue);
}
MAPCHECK_GLIB(void*, g_async_queue_timeout_pop, (void* queue, std::uint64_t microseconds)) {
    return popped(real_g_async_queue_timeout_pop(queue, microseconds), queue);
}
MAPCHECK_GLIB(void*, g_async_queue_timeout_pop_unlocked, (void* queue, std::uint64_t microseconds)) {
    return popped(real_g_async_queue_timeout_pop_unlocked(queue, microseconds), queue);
}
// A queue is locked by its user to do several things to it at once.
MAPCHECK_GLIB(void, g_async_queue_lock, (void* queue)) {
    real_g_async_queue_lock(queue);
    told_locked(queue, mutex, true);
}
MAPCHECK_GLIB(void, g_async_queue_unlock, (void* queue)) {
    told_unlocked(queue, mutex);
    real_g_async_queue_unlock(queue);
}

// ---- thread pools

namespace {

/// What a pool was made with. Never freed: GLib does not say when a pool's last item has run.
struct PoolWork {
    Function function;
    void* user_data;
    core::Key items() const { return key_of(&function, ObjectKind::other); }
    core::Key results() const { return key_of(&user_data, ObjectKind::other); }
};

void run_item(void* item, void* work) {
    const auto& made_with = *static_cast<PoolWork*>(work);
    told_acquire(made_with.items());
    made_with.function(item, made_with.user_data);
    told_release(made_with.results());
}

/// The begin of GThreadPool, which is public.
struct Pool {
    Function function;
    void* user_data;
};
PoolWork* work_of(void* pool) {
    const auto& made = *static_cast<Pool*>(pool);
    return made.function == run_item ? static_cast<PoolWork*>(made.user_data) : nullptr;
}

} // namespace

MAPCHECK_GLIB(void*, g_thread_pool_new,
              (Function function, void* user_data, int threads, Boolean exclusive, void** error)) {
    auto* work = static_cast<PoolWork*>(std::malloc(sizeof(PoolWork)));
    if (work == nullptr) return real_g_thread_pool_new(function, user_data, threads, exclusive, error);
    *work = {function, user_data};
    // NOLINTNEXTLINE(clang-analyzer-unix.Malloc): never freed, see PoolWork
    return real_g_thread_pool_new(run_item, work, threads, exclusive, error);
}
MAPCHECK_GLIB(void*, g_thread_pool_new_full,
              (Function function, void* user_data, void (*drop)(void*), int threads, Boolean exclusive, void** error)) {
    auto* work = static_cast<PoolWork*>(std::malloc(sizeof(PoolWork)));
    if (work == nullptr) return real_g_thread_pool_new_full(function, user_data, drop, threads, exclusive, error);
    *work = {function, user_data};
    // NOLINTNEXTLINE(clang-analyzer-unix.Malloc): never freed, see PoolWork
    return real_g_thread_pool_new_full(run_item, work, drop, threads, exclusive, error);
}
MAPCHECK_GLIB(Boolean, g_thread_pool_push, (void* pool, void* item, void** error)) {
    if (const PoolWork* work = work_of(pool)) told_release(work->items());
    return real_g_thread_pool_push(pool, item, error);
}
MAPCHECK_GLIB(void, g_thread_pool_free, (void* pool, Boolean immediate, Boolean wait)) {
    const PoolWork* work = work_of(pool);
    real_g_thread_pool_free(pool, immediate, wait);
    if (wait != 0 && work != nullptr) told_acquire(work->results());
}
/// The number of items that wait, by which a program may see that all have run.
MAPCHECK_GLIB(unsigned, g_thread_pool_unprocessed, (void* pool)) {
    const unsigned left = real_g_thread_pool_unprocessed(pool);
    if (const PoolWork* work = work_of(pool)) told_acquire(work->results());
    return left;
}

} // namespace mapcheck::edges
