// The trace: a thread's ring of its recent structural changes, the flight recorder of reports.
// One writer, many readers; a reader checks that an entry was not overwritten while it read. Where the task changes
// an entry stands that names no slot but the task until then, in place of the epoch.
#pragma once

#include <cstdint>

#include <mapcheck/hot.h>

namespace mapcheck::core {

struct TraceEntry {
    hot::Word word;      ///< slot and the epoch that the change made
    std::uint64_t pc_op; ///< as hot::Access::pc_op
};

struct Trace {
    TraceEntry* entry;  ///< mask + 1 of them
    std::uint64_t mask; ///< a power of two less 1
    std::uint64_t size; ///< ever written
    void add(hot::Word word, std::uint64_t pc_op) {
        TraceEntry& e = entry[size & mask];
        e.word = word;
        e.pc_op = pc_op;
        __atomic_store_n(&size, size + 1, __ATOMIC_RELEASE);
    }
};

} // namespace mapcheck::core
