// Happens-before: synchronisation objects and what passes through them.
//
// Owner of the table of synchronisation objects. An object is named by address and kind. A release
// publishes the thread's clock into the object *before* the program's operation; an acquire takes it
// up *after* the operation: a failed race between the two gives too much order, never too little.
// The table is bounded: what is evicted is folded into one overflow object that every later acquire in
// its set of the table joins, so that forgetting, too, gives too much order. Objects known to have ended are dropped (forget).
//
// Thread-safe, lock-free for what is already known; may be called from signal handlers through
// edges/self.h, which keeps a thread from entering twice.
#pragma once

#include <cstdint>

#include "core/clock.h"

namespace mapcheck::core {

struct Thread;

/// What an address means as a synchronisation object: one address may be several (a mutex that is
/// the first member of a condition, a rwlock's two sides).
enum class ObjectKind : std::uint64_t {
    lock = 1, ///< mutex, spin lock, the writers' side of a rwlock
    readers,  ///< what a rwlock's readers release into and only writers acquire
    atomic,   ///< std::atomic and everything made of the builtins
    semaphore,
    barrier,
    once,
    guard, ///< function-local static
    futex,
    descriptor, ///< pipe, socket, eventfd, ...: by what edges/descriptors.cpp says names it
    signal,
    annotation,
    other, ///< a library's: a task, a queue
};

/// Identity of an object; made by key_of only.
using Key = std::uint64_t;
constexpr Key key_of(std::uint64_t address, ObjectKind kind) {
    return address << 4 ^ static_cast<std::uint64_t>(kind) ^ static_cast<std::uint64_t>(kind) << 60;
}
inline Key key_of(const volatile void* address, ObjectKind kind) {
    return key_of(reinterpret_cast<std::uint64_t>(address), kind);
}

/// Sets the table aside; done by the first use, too. False: no memory, and all edges will be lost.
bool order_start();

/// Everything thread did so far is before what later acquires of the object do. O(threads).
void release(Thread& thread, Key key);
/// What was released into the object is before what thread does from now on. O(threads).
void acquire(Thread& thread, Key key);
/// The object has ended; its memory may become another one. Drops it without a trace.
void forget(Key key);

/// atomic_thread_fence: an acquire fence joins every clock that any thread has published so far; a
/// release fence publishes to every later acquire of an atomic.
void acquire_fence(Thread& thread);
void release_fence(Thread& thread);

/// Everything that any thread did so far is before what thread does from now on (threads that nobody
/// was seen to create, the child of a fork).
void acquire_everything(Thread& thread);

/// For the inline cache of <mapcheck/atomics.h>: a counter that changes whenever an acquire of key
/// may learn something new. Valid for ever.
const std::uint32_t* version_of(Key key);

/// Whether the event is before what thread does now.
bool ordered(const Thread& thread, EventId event);

/// In the child of a fork: locks held by threads that no longer exist are free.
void order_after_fork();

} // namespace mapcheck::core
