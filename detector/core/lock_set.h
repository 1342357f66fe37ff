// Lock sets: which locks an access was made under, interned, so that an access keeps eleven bits.
// Owner of the table of sets; it never shrinks. Thread-safe.
#pragma once

#include <cstdint>

#include <mapcheck/finding.h>

namespace mapcheck::core {

struct Thread;

inline constexpr std::uint32_t lock_set_bits = 11;
inline constexpr std::uint32_t lock_set_unknown = (1U << lock_set_bits) - 1;

/// The id of the locks that thread holds now; 0: none, lock_set_unknown: the table is full.
std::uint32_t lock_set_of(Thread& thread);
/// Writes the set's locks (at most max_locks) and returns how many, or locks_unknown.
std::uint8_t lock_set_copy(std::uint32_t id, HeldLock* out);

} // namespace mapcheck::core
