#include "core/slot.h"

#include "core/config.h"
#include "core/memory.h"
#include "core/spin_lock.h"
#include "core/tombstone.h"

namespace mapcheck::core {
namespace {

using hot::Slot;

SpinLock pool;
std::size_t usable;
std::uint32_t next_offset = hot::slot_bytes; // offset 0 is the null slot
// Slots that were given back, oldest first; reused only while at least `resting` others rest.
constexpr std::uint32_t ring_size = 1U << 15;
constexpr std::uint32_t resting = 1U << 13;
// Two counts that only grow, each changed by one store: a child of fork may have the pool as another thread left
// it half-way, and what it then finds twice, or not at all, is told by the slot's word.
std::uint32_t ring[ring_size];
std::uint64_t given_back, taken;

constexpr std::uint32_t type_count = 4096;
MapTypeInfo types[type_count]; // index 0: unknown
const hot::MapType* type_key[type_count];

// Texts (type and map names): copied, because the module that has them may be unloaded.
constexpr std::size_t text_bytes = std::size_t{4} << 20;
char* texts;
std::size_t text_used;
const char** names; // by slot index

const char* copy_text(const char* text) { // under `pool`
    if (texts == nullptr) texts = static_cast<char*>(reserve(text_bytes));
    std::size_t n = 0;
    while (text[n] != 0) ++n;
    if (texts == nullptr || text_used + n + 1 > text_bytes) return nullptr;
    char* to = texts + text_used;
    for (std::size_t i = 0; i <= n; ++i) to[i] = text[i];
    text_used += n + 1;
    return to;
}

bool equal(const char* a, const char* b) {
    while (*a != 0 && *a == *b) ++a, ++b;
    return *a == *b;
}

std::uint16_t type_index(const hot::MapType* type) { // under `pool`
    if (type == nullptr || type->abi != MAPCHECK_ABI_VERSION) return 0;
    constexpr std::uint32_t probes = 64;
    auto at = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(type) >> 4) * 2654435761U;
    for (std::uint32_t k = 0; k < probes; ++k) {
        const std::uint32_t i = 1 + (at + k) % (type_count - 1);
        // An unloaded module's descriptor may be another one's now: the text decides.
        if (type_key[i] == type && equal(types[i].name, type->name)) return static_cast<std::uint16_t>(i);
        if (type_key[i] != nullptr) continue;
        const char* name = copy_text(type->name);
        if (name == nullptr) return 0;
        types[i] = MapTypeInfo{name, type->is_unordered != 0, type->key};
        type_key[i] = type;
        return static_cast<std::uint16_t>(i);
    }
    return 0;
}

/// Nobody has it: it rests, or was never used.
bool is_free(const Slot& slot) {
    const hot::Word word = hot::load_word(&slot);
    return word == 0 || (word & hot::dead) != 0;
}

/// A slot that nobody has, the one that rests longest; null: none left. Under `pool`.
Slot* next_free() {
    for (;;) {
        const std::uint64_t rest = given_back - taken;
        const bool all_used = next_offset + hot::slot_bytes > usable;
        Slot* slot;
        if (rest > resting || (rest != 0 && all_used)) {
            slot = hot::slot_at(ring[taken % ring_size]);
            ++taken;
        } else if (!all_used) {
            slot = hot::slot_at(next_offset);
            next_offset += hot::slot_bytes;
        } else {
            return nullptr;
        }
        if (is_free(*slot)) return slot;
    }
}

} // namespace

bool slots_start() {
    usable = reserve_slots();
    return usable != 0;
}

std::uint32_t slots_bytes() { return static_cast<std::uint32_t>(usable); }

Slot* slot_take(std::uint32_t owner, const void* map, const void* end_node, const hot::MapType* type) {
    Slot* slot = nullptr;
    std::uint16_t index;
    {
        SpinGuard guard(pool);
        slot = next_free();
        if (slot == nullptr) {
            count(counters.maps_unwatched);
            return nullptr;
        }
        index = type_index(type);
        if (names != nullptr) names[offset_in_region(*slot) / hot::slot_bytes] = nullptr;
    }
    count(counters.maps);
    std::uint32_t epoch = hot::epoch_of(slot->word) + 1;
    if (epoch == 0) epoch = hot::epoch_of(slot_begin_again(*slot, offset_in_region(*slot)));
    slot->owner = owner;
    slot->writer = 0;
    slot->last_write = 0;
    slot->readers = 0;
    slot->birth = epoch;
    slot->cleared = slot->rehashed = slot->lost = 0;
    slot->type = index;
    slot->size = 0;
    slot->last_change = slot->last_clear = slot->last_rehash = slot->first_fill = hot::Access{};
    slot_set_map(*slot, map, end_node);
    __atomic_store_n(&slot->word, hot::Word{epoch} << 32 | offset_in_region(*slot), __ATOMIC_RELEASE);
    return slot;
}

void slot_give_back(Slot& slot) {
    const hot::Word word = slot.word;
    slot.owner = hot::shared_owner;
    __atomic_store_n(&slot.word, ((word & ~hot::flag_bits) + hot::one_epoch) | hot::in_flight | hot::dead,
                     __ATOMIC_RELEASE);
    SpinGuard guard(pool);
    // A full ring loses the slot: 128 bytes of the region, no more.
    if (given_back - taken == ring_size) return;
    ring[given_back % ring_size] = offset_in_region(slot);
    __atomic_store_n(&given_back, given_back + 1, __ATOMIC_RELEASE);
}

hot::Word slot_begin_again(Slot& slot, hot::Word word) {
    tombstones_forget(offset_in_region(slot));
    slot.birth = slot.cleared = slot.rehashed = slot.lost = 0;
    return word + hot::one_epoch;
}

void slot_set_map(Slot& slot, const void* map, const void* end_node) {
    slot.map = map;
    const auto distance = reinterpret_cast<std::uintptr_t>(end_node) - reinterpret_cast<std::uintptr_t>(map);
    slot.header =
        end_node != nullptr && distance < hot::no_header ? static_cast<std::uint16_t>(distance) : hot::no_header;
}

const void* slot_end_node(const Slot& slot) {
    return slot.header == hot::no_header ? nullptr : static_cast<const char*>(slot.map) + slot.header;
}

const MapTypeInfo& slot_type(const Slot& slot) {
    static const MapTypeInfo unknown{"map", false};
    return slot.type == 0 ? unknown : types[slot.type];
}

void slot_set_name(Slot& slot, const char* name) {
    constexpr std::size_t slots = hot::region_bytes / hot::slot_bytes;
    SpinGuard guard(pool);
    if (names == nullptr) names = static_cast<const char**>(reserve(slots * sizeof(const char*)));
    if (names == nullptr || name == nullptr) return;
    const char*& mine = names[offset_in_region(slot) / hot::slot_bytes];
    if (mine == nullptr || !equal(mine, name)) mine = copy_text(name);
}

const char* slot_name(const Slot& slot) {
    return names == nullptr ? nullptr : names[offset_in_region(slot) / hot::slot_bytes];
}

} // namespace mapcheck::core
