// What the listeners for test frameworks share (<mapcheck/gtest.h>, <mapcheck/catch2.h>): what runs, and whether a
// finding fell in it. Not for direct use. The frameworks run one test at a time; called in the thread that does.
//
// A finding belongs to the test that runs when it is made: also one made by a thread that an earlier test left
// behind. Those that fall outside of every test still make the exit status 66. Each is taken once, by whoever asks
// first: a header that is included in two sources makes two listeners, and one failure.
#pragma once

#include <string>

#include <mapcheck/mapcheck.h>

namespace mapcheck {
namespace testing {

/// From now on `what` runs; reports say so. "": nothing.
inline void begin(const std::string& what) { mapcheck_running(what.c_str()); }

/// How many findings fell since the last call (the first: since the start of the process). Equal ones are included,
/// of which only the first was printed.
inline size_t take_findings() {
    static size_t taken = 0;
    const size_t now = mapcheck_findings();
    // Fewer than before: this is the child of a fork, whose findings begin at none.
    const size_t fell = now < taken ? now : now - taken;
    taken = now;
    return fell;
}

/// What to say of them: "mapcheck: 2 findings in this test ...".
inline std::string message(size_t findings, const char* where) {
    return "mapcheck: " + std::to_string(findings) + (findings == 1 ? " finding " : " findings ") + where +
           " (look for 'WARNING: mapcheck' in its output; of equal findings only the first is printed)";
}

} // namespace testing
} // namespace mapcheck
