#include "core/tombstone.h"

namespace mapcheck::core {
namespace {

constexpr std::uint32_t table_bits = 16;
Tombstone table[1U << table_bits];

// Nodes are at least 32 bytes apart in the usual allocators.
Tombstone& entry_of(const void* element) {
    return table[reinterpret_cast<std::uintptr_t>(element) >> 5 & ((1U << table_bits) - 1)];
}

void put(const void* element, hot::Word word, std::uint64_t pc_op, std::uint32_t stack, std::uint32_t task) {
    Tombstone& t = entry_of(element);
    const auto address = reinterpret_cast<std::uint64_t>(element);
    if (t.element != 0 && (t.element != address || hot::offset_of(t.word) != hot::offset_of(word))) {
        hot::Slot* loser = hot::slot_at(hot::offset_of(t.word));
        const std::uint32_t epoch = hot::epoch_of(t.word);
        // Two that lose at once: the later epoch stays.
        std::uint32_t lost = __atomic_load_n(&loser->lost, __ATOMIC_RELAXED);
        while (lost < epoch &&
               !__atomic_compare_exchange_n(&loser->lost, &lost, epoch, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {}
    }
    __atomic_store_n(&t.element, 0, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_RELEASE);
    t.word = word & ~(hot::flag_bits);
    t.pc_op = pc_op;
    t.stack = stack;
    t.task = task;
    __atomic_store_n(&t.element, address, __ATOMIC_RELEASE);
}

} // namespace

void tombstone_put(const void* element, hot::Word word, const hot::Access& access) {
    put(element, word, access.pc_op, access.stack, access.task);
}

void tombstone_put_moved(const void* element, hot::Word from, hot::Word to) {
    put(element, from, to & ~hot::flag_bits, 0, moved_mark);
}

void tombstones_forget(std::uint32_t slot_offset) {
    for (Tombstone& t : table)
        if (t.element != 0 && hot::offset_of(t.word) == slot_offset) __atomic_store_n(&t.element, 0, __ATOMIC_RELEASE);
}

bool tombstone_find(const void* element, std::uint32_t slot_offset, Tombstone& out) {
    const Tombstone& t = entry_of(element);
    const auto address = reinterpret_cast<std::uint64_t>(element);
    if (__atomic_load_n(&t.element, __ATOMIC_ACQUIRE) != address) return false;
    out = t;
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    if (__atomic_load_n(&t.element, __ATOMIC_RELAXED) != address) return false;
    return hot::offset_of(out.word) == slot_offset;
}

} // namespace mapcheck::core
