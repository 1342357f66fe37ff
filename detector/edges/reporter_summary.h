// What is said at exit. Pure: reads the table and the core's counters, writes text.
#pragma once

#include <cstdint>

#include "edges/reporter_table.h"
#include "sinks/sink.h"

namespace mapcheck::edges {

struct SummaryFacts {
    sinks::Facts sink;
    std::uint64_t dropped;    ///< findings made inside a report
    const char* order_reason; ///< why order is seen only in part, and what would widen it; empty: it is not
};

/// Writes nothing if there is nothing to say.
void write_summary(const ReporterTable& table, const SummaryFacts& facts, sinks::Writer& out);

} // namespace mapcheck::edges
