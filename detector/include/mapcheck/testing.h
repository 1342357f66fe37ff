// What the listeners for test frameworks share (<mapcheck/gtest.h>, <mapcheck/catch2.h>): which test runs, and
// whether a finding fell in it. Not for direct use. C++14; the frameworks run one test at a time.
//
// A finding belongs to the test that runs when it is made: also one made by a thread that an earlier test left
// behind. Those that fall outside of every test still make the exit status 66.
#pragma once

#include <mapcheck/mapcheck.h>

namespace mapcheck {
namespace testing {

class watched_test {
  public:
    /// From now on `name` runs; reports say so. The text is copied.
    void begin(const char* name) {
        mapcheck_running(name);
        before_ = mapcheck_findings();
    }
    /// How many findings (equal ones included) fell since begin() or the last call. Reports equal to an earlier one are
    /// not printed again.
    size_t take_findings() {
        const size_t now = mapcheck_findings();
        const size_t fell = now - before_;
        before_ = now;
        return fell;
    }
    void end() { mapcheck_running(""); }

  private:
    size_t before_ = 0;
};

} // namespace testing
} // namespace mapcheck
