#include "edges/reporter_summary.h"

#include <cstring>

#include <mapcheck/finding_text.h>

#include "core/config.h"
#include "core/task.h"
#include "sinks/line.h"

namespace mapcheck::edges {

namespace {

using sinks::Line;

template <class L>
void put(sinks::Writer& out, const L& line) {
    out.write(line.begin(), line.size());
}

void counted(Line& line, std::uint64_t n, const char* one, const char* many) {
    line.number(n);
    line.text(" ");
    line.text(n == 1 ? one : many);
}

void times(Line& line, std::uint64_t n) {
    line.text(", seen ");
    if (n == 1) {
        line.text("once");
    } else {
        line.number(n);
        line.text(" times");
    }
}

void findings(const ReporterTable& table, const SummaryFacts& facts, sinks::Writer& out) {
    const ReporterTable::Count total = table.total();
    Line head;
    head.text("mapcheck: ");
    counted(head, total.printed, "finding", "findings");
    times(head, total.seen);
    head.text(" (pid=");
    head.number(static_cast<std::uint64_t>(facts.sink.pid));
    head.text(")\n");
    put(out, head);
    for (int k = 0; k < static_cast<int>(Kind::count_); ++k) {
        const auto kind = static_cast<Kind>(k);
        const ReporterTable::Count& c = table.count(kind);
        if (c.seen == 0) {
            continue;
        }
        Line line;
        line.text("  ");
        line.text(kind_text(kind));
        line.text(": ");
        line.number(c.printed);
        times(line, c.seen);
        line.text("\n");
        put(out, line);
    }
    if (!table.may_print() || facts.dropped != 0) {
        Line line;
        line.text("  not printed: ");
        line.text(!table.may_print() ? "different findings beyond the first 512" : "");
        line.text(!table.may_print() && facts.dropped != 0 ? ", " : "");
        if (facts.dropped != 0) {
            line.number(facts.dropped);
            line.text(" made while their own thread printed another");
        }
        line.text("\n");
        put(out, line);
    }
}

/// One line of what could not be known.
void unknown(sinks::Writer& out, std::uint64_t n, const char* what) {
    if (n == 0) {
        return;
    }
    Line line;
    line.text("  not known: ");
    line.text(what);
    line.text(": ");
    line.number(n);
    line.text("\n");
    put(out, line);
}

void narrowed(sinks::Writer& out, std::uint64_t n, const char* reason) {
    if (n == 0) return;
    sinks::LineOf<2048> line;
    line.text("  not known: ");
    line.number(n);
    line.text(n == 1 ? " pair" : " pairs");
    line.text(" of accesses that nothing seen orders; not reported, because ");
    line.text(reason[0] != 0 ? reason : "order is seen in part");
    line.text("\n");
    put(out, line);
}

} // namespace

void write_summary(const ReporterTable& table, const SummaryFacts& facts, sinks::Writer& out) {
    const core::Counters c = core::counters;
    const bool found = table.total().seen != 0;
    const bool all = found || facts.sink.verbose;
    const bool notable = (c.maps_unwatched | c.pairs_narrowed) != 0;
    if (!all && !notable) {
        return;
    }
    if (found || facts.dropped != 0) {
        findings(table, facts, out);
    } else {
        Line head;
        head.text("mapcheck: no finding (pid=");
        head.number(static_cast<std::uint64_t>(facts.sink.pid));
        head.text(")\n");
        put(out, head);
    }
    Line watched;
    watched.text("  watched: ");
    counted(watched, c.maps, "map", "maps");
    watched.text(", ");
    counted(watched, core::task_count(), "task", "tasks");
    watched.text("\n");
    put(out, watched);

    unknown(out, c.maps_unwatched, "maps not watched because no shadow slot was left");
    unknown(out, c.iterators_unknown, "uses of iterators whose record of erasure may have been overwritten");
    unknown(out, c.pairs_silenced,
            "pairs of accesses not judged (a thread of a module that is not seen, or order lost in a signal handler)");
    narrowed(out, c.pairs_narrowed, facts.order_reason);
    if (all) {
        unknown(out, c.reads_forgotten, "reads whose record was overwritten before a write asked for it");
        unknown(out, c.objects_folded, "synchronisation objects forgotten (taken for more order than there was)");
        unknown(out, c.stacks_lost, "stacks not kept");
    }
}

} // namespace mapcheck::edges
