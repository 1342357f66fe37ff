// Records of reads that had to leave a thread's own table (hot::read_records) while a writer may still
// ask for them. Owner of one table for all threads, direct-mapped; what is overwritten here is forgotten
// and counted when a writer asks.
#pragma once

#include <cstdint>

#include <mapcheck/hot.h>

#include "core/clock.h"

namespace mapcheck::core {

struct Thread;

/// A record as a writer judges it: when the read and the step were.
struct Reads {
    hot::ReadRecord record;
    EventId read, step;
};
void evicted_put(const Thread& thread, const hot::ReadRecord& record);
bool evicted_find(const Thread& thread, std::uint32_t record_slot, Reads& out);

} // namespace mapcheck::core
