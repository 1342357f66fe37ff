// Threads that pthread_create or thrd_create was seen to make: what a creator gives its thread, and
// what an ended thread leaves to its joiner.
//
// Owner of the records, one for each such thread from creation until it has ended and was joined or
// detached; pooled, about 600 bytes each, memory grows with the most that were alive at once.
// Any thread may call; nothing here allocates from the program's heap. No call is made from signal
// handlers (the functions of the C library that lead here are not safe there either).
//
// A pthread_t may be used again as soon as its thread is joined, or detached and ended. So a joiner
// finds the record *before* it joins, when the handle still means its thread, and a new record goes
// before an old one of the same handle.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/thread.h"

namespace mapcheck::edges {

struct BirthRecord {
    core::Birth birth; ///< clock: the creator's until the thread ends, then the thread's last one
    void* function;    ///< the program's, called by our own
    void* argument;
    std::uintptr_t stack_low; ///< where a stack that the program brings begins; 0: the C library's
    std::size_t stack_size;
    std::uintptr_t handle;
    BirthRecord* next;  ///< in its bucket, or in the pool
    std::uint32_t held; ///< bits of Holder: who still needs it
    bool listed;        ///< was entered under its handle
};

/// Who keeps a record alive. The last one to let go frees it.
enum class Holder : std::uint32_t {
    creator = 1, ///< until pthread_create has returned
    thread = 2,  ///< until it has ended
    owner = 4,   ///< until somebody has joined or detached it
};

/// A record that all three hold. Null when memory is out.
BirthRecord* birth_begin();
/// Enters the record under its handle, once: by creator and thread, whoever comes first.
void birth_list(BirthRecord& record, std::uintptr_t handle);
/// The newest record of this handle; null when nobody was seen to create such a thread.
BirthRecord* birth_find(std::uintptr_t handle);
/// A holder lets go. The owner's going takes the record off its handle.
void birth_drop(BirthRecord& record, Holder holder);
/// pthread_detach or thrd_detach of this handle. Call it before the real one.
void birth_detach(std::uintptr_t handle);
/// In the child of a fork, in which no thread of the parent's can be joined any more. What the lists held is left:
/// other threads may have been in the middle of them.
void births_after_fork();
/// Task of the thread with this handle; 0: unknown.
std::uint32_t birth_task(std::uintptr_t handle);

} // namespace mapcheck::edges
