// The pool of shadow slots: type-stable memory at a fixed address, named by offsets.
//
// Owner of the region (hot::region_base). A slot is given to a map at its first access, travels with
// the elements, and goes back when they die; it is given out again only after thousands of others, with
// an epoch above all that it ever had, so that what still names it can be told from its new owner.
#pragma once

#include <cstdint>

#include <mapcheck/hot.h>

namespace mapcheck::core {

/// Maps the region. False: not even the null slot; nothing may be watched and inline code must not run.
bool slots_start();
/// Bytes of the region that are usable, for the start-up line.
std::uint32_t slots_bytes();

/// A slot for a map's elements; null when there is none left (the map stays unwatched, counted).
hot::Slot* slot_take(std::uint32_t owner, const void* map, const void* end_node, const hot::MapType* type);
/// The elements are gone and no handle names the slot any more; or nobody else has seen it yet (the race for a
/// map's first slot was lost).
void slot_give_back(hot::Slot& slot);

/// The epochs have come round: forgets what earlier ones mean (iterators of then count as alive). Returns
/// the word to go on with; never epoch 0, which is that of iterators that were never stamped.
hot::Word slot_begin_again(hot::Slot& slot, hot::Word word);

/// The elements belong to another object now.
void slot_set_map(hot::Slot& slot, const void* map, const void* end_node);
/// The end node of the map that has the elements, null for unordered containers.
const void* slot_end_node(const hot::Slot& slot);

struct MapTypeInfo {
    const char* name; ///< a copy
    bool is_unordered;
    hot::KeyForm key = {};
};
const MapTypeInfo& slot_type(const hot::Slot& slot);

void slot_set_name(hot::Slot& slot, const char* name);
/// Null: not named.
const char* slot_name(const hot::Slot& slot);

inline std::uint32_t offset_in_region(const hot::Slot& slot) {
    return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(&slot) - hot::region_base);
}

} // namespace mapcheck::core
