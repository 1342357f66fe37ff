// Reads and writes of maps: the rules that compare accesses (in flight together, unordered), and the
// records that later accesses are compared with.
//
//   read_begin ── dead? in flight? unordered after the last write? ── keeps the read's record
//   read_end ──── did a write come in between?
//   write_begin ─ takes the mark; whose was it?
//   write_end ─── was the mark kept? unordered after the last write, after reads? ── logs, next epoch
//
// Owner of the words of slots. Callable from any thread with its own Thread; a thread never enters
// twice (edges/self.h).
#pragma once

#include <cstdint>

#include <mapcheck/hot.h>

#include "core/accuse.h"

namespace mapcheck::core {

/// A slot for the handle's map, made and published if there was none; null: unwatched.
hot::Slot* slot_for(Thread& thread, std::uint32_t* handle, const void* map, const void* end_node,
                    const hot::MapType* type);

hot::Word read_begin(Thread& thread, std::uint32_t* handle, const void* map, const void* end_node,
                     const hot::MapType* type, hot::Op op, const Site& site);
void read_end(Thread& thread, std::uint32_t handle, hot::Word word, hot::Op op, const Site& site);

/// `what`: Op and the bits of MAPCHECK_ABI.
hot::Word write_begin(Thread& thread, std::uint32_t* handle, const void* map, const void* end_node,
                      const hot::MapType* type, std::uint32_t what, const Site& site);
/// Between write_begin and write_end (write_end.h) of the same thread.
void element_erased(Thread& thread, hot::Slot& slot, const void* element, const Site& site);
void element_moved(hot::Slot& from, hot::Slot& to, const void* element);

/// Judges an access against the last write; false: accused. Used by steps too.
bool after_last_write(Thread& thread, const hot::Slot& slot, Kind kind, const Here& here, bool between_steps);
/// A read or step begins while a write is in flight: one's own write is no conflict.
void read_in_flight(Thread& thread, const hot::Slot& slot, hot::Word word, const Here& here);
/// Keeps the record of a read, or of a step of an iteration.
void keep_record(Thread& thread, hot::Slot& slot, hot::Word word, const hot::Access& access, bool is_step,
                 std::uint32_t begin);

inline hot::Word load(const hot::Slot& slot) { return __atomic_load_n(&slot.word, __ATOMIC_ACQUIRE); }

} // namespace mapcheck::core
