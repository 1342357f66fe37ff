// Catch2, version 2 or 3: fails the test case in which mapcheck makes a finding, and names the test case in the report.
//
//     #include <mapcheck/catch2.h>   // in one source of the test program, that is all
//
// With version 2 it stands in place of the first <catch2/catch.hpp> of that source, which it includes with
// CATCH_CONFIG_EXTERNAL_INTERFACES; the source that defines CATCH_CONFIG_MAIN or _RUNNER (before it) is a good place.
// Without -DMAPCHECK it is empty.
//
// The failure is an assertion made when a section ends: a later one no longer counts for the test case. So a test case
// tagged [!shouldfail] or [!mayfail] may fail in this way, too; the process ends with 66 all the same. Findings outside
// of test cases (before the first, between two, after the last) are in the exit status only.
//
// With CTest: see <mapcheck/gtest.h>.
#pragma once

#ifdef MAPCHECK

#if defined(CATCH_AMALGAMATED_HPP_INCLUDED)
#define MAPCHECK_CATCH2_BASE ::Catch::EventListenerBase
#elif !defined(TWOBLUECUBES_SINGLE_INCLUDE_CATCH_HPP_INCLUDED) && defined(__has_include) &&                            \
    __has_include(<catch2/catch_all.hpp>)
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

#ifdef CATCH_CONFIG_PREFIX_ALL
#define MAPCHECK_CATCH2_FAIL CATCH_FAIL_CHECK
#else
#define MAPCHECK_CATCH2_FAIL FAIL_CHECK
#endif

namespace mapcheck {

class catch2_listener : public MAPCHECK_CATCH2_BASE {
  public:
    using base = MAPCHECK_CATCH2_BASE;
    using base::base;
    void testCaseStarting(::Catch::TestCaseInfo const& test) override {
        testing::take_findings(); // not this one's
        testing::begin(test.name);
    }
    void sectionEnded(::Catch::SectionStats const&) override {
        if (is_dying_) return;
        const size_t fell = testing::take_findings();
        if (fell == 0) return;
#ifdef __cpp_exceptions
        // With --abort an assertion that fails throws: here that would leave a destructor. The run ends without it.
        try {
            MAPCHECK_CATCH2_FAIL(testing::message(fell, "in this test case"));
        } catch (...) {}
#else
        MAPCHECK_CATCH2_FAIL(testing::message(fell, "in this test case"));
#endif
    }
    // In the handler of a fatal signal: no assertions there, which may take a lock that is held. It fails anyway.
    void fatalErrorEncountered(::Catch::StringRef) override { is_dying_ = true; }
    void testCaseEnded(::Catch::TestCaseStats const&) override { testing::begin(""); }

  private:
    bool is_dying_ = false;
};

CATCH_REGISTER_LISTENER(catch2_listener)

} // namespace mapcheck

#undef MAPCHECK_CATCH2_BASE
#undef MAPCHECK_CATCH2_FAIL

#endif
