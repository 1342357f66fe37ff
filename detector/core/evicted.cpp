#include "core/evicted.h"

#include "core/memory.h"
#include "core/spin_lock.h"
#include "core/thread.h"

namespace mapcheck::core {
namespace {

struct Entry {
    SpinLock lock;
    const Thread* thread; // null: empty
    Reads reads;          // with whole clocks: an entry may outlive the rounds of the records' low halves
};
constexpr std::uint32_t entries = 1U << 14;
Entry* table;
SpinLock making_table;

Entry* entry_of(const Thread& t, std::uint32_t slot, bool make) {
    if (__atomic_load_n(&table, __ATOMIC_ACQUIRE) == nullptr) {
        if (!make) return nullptr;
        SpinGuard guard(making_table);
        if (table == nullptr)
            __atomic_store_n(&table, static_cast<Entry*>(reserve(entries * sizeof(Entry))), __ATOMIC_RELEASE);
        if (table == nullptr) return nullptr;
    }
    const std::uint64_t h =
        (std::uint64_t{slot} << 20 ^ reinterpret_cast<std::uintptr_t>(&t) >> 12) * 0x9E3779B97F4A7C15ULL;
    return &table[h >> 50];
}
static_assert(entries == 1U << 14);

} // namespace

void evicted_put(const Thread& t, const hot::ReadRecord& record) {
    Entry* e = entry_of(t, record.slot, true);
    if (e == nullptr) return;
    SpinGuard guard(e->lock);
    e->thread = nullptr; // until it is whole
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    e->reads = Reads{record, event_of(t, record.read_clock), event_of(t, record.step_clock)};
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    e->thread = &t;
}

bool evicted_find(const Thread& t, std::uint32_t record_slot, Reads& out) {
    Entry* e = entry_of(t, record_slot, false);
    if (e == nullptr) return false;
    SpinGuard guard(e->lock);
    if (e->thread != &t || e->reads.record.slot != record_slot) return false;
    out = e->reads;
    return true;
}

} // namespace mapcheck::core
