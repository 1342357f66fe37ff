#include "core/evicted.h"

#include "core/memory.h"
#include "core/spin_lock.h"
#include "core/thread.h"

namespace mapcheck::core {
namespace {

struct Entry {
    SpinLock lock;
    std::uint32_t number; // of the thread, 0: empty
    hot::ReadRecord record;
};
constexpr std::uint32_t entries = 1U << 14;
Entry* table;
SpinLock making_table;

Entry* entry_of(const Thread& t, std::uint32_t slot, bool make) {
    if (__atomic_load_n(&table, __ATOMIC_ACQUIRE) == nullptr) {
        if (!make) return nullptr;
        SpinGuard guard(making_table);
        if (table == nullptr) __atomic_store_n(&table, static_cast<Entry*>(reserve(entries * sizeof(Entry))), __ATOMIC_RELEASE);
        if (table == nullptr) return nullptr;
    }
    const std::uint64_t h = (std::uint64_t{slot} << 20 ^ t.number) * 0x9E3779B97F4A7C15ULL;
    return &table[h >> 50];
}
static_assert(entries == 1U << 14);

} // namespace

void evicted_put(const Thread& t, const hot::ReadRecord& record) {
    Entry* e = entry_of(t, record.slot, true);
    if (e == nullptr) return;
    SpinGuard guard(e->lock);
    e->number = t.number;
    e->record = record;
}

bool evicted_find(const Thread& t, std::uint32_t record_slot, hot::ReadRecord& out) {
    Entry* e = entry_of(t, record_slot, false);
    if (e == nullptr) return false;
    SpinGuard guard(e->lock);
    if (e->number != t.number || e->record.slot != record_slot) return false;
    out = e->record;
    return true;
}

} // namespace mapcheck::core
