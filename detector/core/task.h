// Tasks: who runs. Dense ids from 1, never reused; a name, a creator, the stack that created it.
// A task names; what the rules compare is the thread (core/thread.h).
//
// Owner of the task table: a ring, so that its memory is bounded. An id whose record was overwritten
// is known by its number only.
#pragma once

#include <cstddef>
#include <cstdint>

namespace mapcheck::core {

struct Task {
    std::uint32_t id;
    std::uint32_t creator;
    std::uint32_t creation_stack; ///< stack depot id of the creator's frames
    std::uint32_t is_main;
    std::int64_t os_id;
    std::uint64_t creation_pc;
    char name[32];
};

/// Sets the table aside; done by the first use, too. Without memory tasks are known by their numbers.
void task_start();

/// A new task. creator 0: unknown. O(1).
std::uint32_t task_create(std::uint32_t creator, std::uint64_t creation_pc, std::uint32_t creation_stack);
/// Null when the record was overwritten or never made.
Task* task_find(std::uint32_t id);
/// Cuts at 31 bytes.
void task_set_name(std::uint32_t id, const char* name);
/// How many were created so far.
std::uint32_t task_count();

} // namespace mapcheck::core
