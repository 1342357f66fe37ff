// Catch2, version 2 or 3: fails the test case in which mapcheck makes a finding, and names the test case in the report.
//
//     #include <mapcheck/catch2.h>   // in one source of the test program, that is all
//
// With version 2 it stands in place of the first <catch2/catch.hpp> of that source, which it includes with
// CATCH_CONFIG_EXTERNAL_INTERFACES; the source that defines CATCH_CONFIG_MAIN or _RUNNER (before it) is a good place. A
// failure that is said when a section ends fails the section and its test case. Without -DMAPCHECK it is empty.
//
// With CTest: see <mapcheck/gtest.h>.
#pragma once

#ifdef MAPCHECK

#if defined(__has_include) && __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_test_case_info.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/reporters/catch_reporter_event_listener.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>
#define MAPCHECK_CATCH2_BASE ::Catch::EventListenerBase
#else
#if defined(TWOBLUECUBES_SINGLE_INCLUDE_CATCH_HPP_INCLUDED) && !defined(CATCH_CONFIG_EXTERNAL_INTERFACES) &&           \
    !defined(CATCH_CONFIG_MAIN) && !defined(CATCH_CONFIG_RUNNER)
#error "<mapcheck/catch2.h> must be included before <catch2/catch.hpp>: it needs CATCH_CONFIG_EXTERNAL_INTERFACES"
#endif
#ifndef CATCH_CONFIG_EXTERNAL_INTERFACES
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#endif
#include <catch2/catch.hpp>
#define MAPCHECK_CATCH2_BASE ::Catch::TestEventListenerBase
#endif

#include <mapcheck/testing.h>

namespace mapcheck {

class catch2_listener : public MAPCHECK_CATCH2_BASE {
  public:
    using base = MAPCHECK_CATCH2_BASE;
    using base::base;
    void testCaseStarting(::Catch::TestCaseInfo const& test) override { test_.begin(test.name.c_str()); }
    void sectionEnded(::Catch::SectionStats const&) override {
        // The last place at which an assertion still counts for the test case: its outermost section ends last.
        if (const size_t fell = test_.take_findings()) {
#ifdef CATCH_CONFIG_PREFIX_ALL
            CATCH_CHECK(mapcheck_findings_in_this_test(fell) == 0);
#else
            CHECK(mapcheck_findings_in_this_test(fell) == 0); // each is reported once, where it was first made
#endif
        }
    }
    void testCaseEnded(::Catch::TestCaseStats const&) override { test_.end(); }

  private:
    static size_t mapcheck_findings_in_this_test(size_t n) { return n; }
    testing::watched_test test_;
};

CATCH_REGISTER_LISTENER(catch2_listener)

} // namespace mapcheck

#undef MAPCHECK_CATCH2_BASE

#endif
