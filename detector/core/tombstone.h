// Tombstones: elements that were erased, and elements that moved to another map, found by the address
// of their node. Asked only by iterators whose stamp is stale.
//
// Owner of the table: direct-mapped, so an entry may overwrite another's; then the other's slot is
// marked ("complete since this epoch"), so that what cannot be known is counted and never guessed. The
// index keeps the allocator's locality (a multiplicative hash cost half as much again).
#pragma once

#include <cstdint>

#include <mapcheck/hot.h>

namespace mapcheck::core {

struct Tombstone {
    std::uint64_t element; ///< node address, 0: empty; written last
    hot::Word word;        ///< slot, and the epoch of the change that took the element away
    std::uint64_t pc_op;   ///< of that change, or, when moved, the word of where the element is now
    std::uint32_t stack;
    std::uint32_t task; ///< moved_mark: the element lives on in another map
};
static_assert(sizeof(Tombstone) == 32);
inline constexpr std::uint32_t moved_mark = ~0U;

void tombstone_put(const void* element, hot::Word word, const hot::Access& access);
void tombstone_put_moved(const void* element, hot::Word from, hot::Word to);
/// Drops every entry of the slot. Looks through the whole table.
void tombstones_forget(std::uint32_t slot_offset);
/// The entry for this element of this slot, as a copy; false: none.
bool tombstone_find(const void* element, std::uint32_t slot_offset, Tombstone& out);

} // namespace mapcheck::core
