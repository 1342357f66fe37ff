// GoogleTest: fails the test in which mapcheck makes a finding, and names the test in the report.
//
//     #include <mapcheck/gtest.h>    // in one source of the test program, that is all
//
// Works with gtest_main and with a main of one's own, with parameterised tests, filters, shards and --gtest_repeat.
// What falls outside of a test (SetUpTestSuite, a global environment, a thread left behind) fails its suite or the
// program. The child of a death test is a process of its own: a finding there makes its exit status 66, which
// EXPECT_EXIT sees; its report is part of the output that EXPECT_DEATH matches. Without -DMAPCHECK this header is
// empty. From GoogleTest 1.10.
//
// With CTest nothing needs to be done: after a finding the process ends with 66, whatever RUN_ALL_TESTS returned, which
// CTest takes for a failure. With MAPCHECK_OPTIONS=exitcode=0 the status is the framework's (1: a test failed). To fail
// on the text, for a program without a framework whose own status must be kept:
//     set_tests_properties(name PROPERTIES FAIL_REGULAR_EXPRESSION "WARNING: mapcheck"
//                          ENVIRONMENT MAPCHECK_OPTIONS=exitcode=0)
#pragma once

#ifdef MAPCHECK

#include <string>

#include <gtest/gtest.h>

#include <mapcheck/testing.h>

namespace mapcheck {

class gtest_listener : public ::testing::EmptyTestEventListener {
  public:
    void OnEnvironmentsSetUpStart(const ::testing::UnitTest&) override {
        testing::begin("(set-up of the test program)");
    }
    void OnEnvironmentsSetUpEnd(const ::testing::UnitTest&) override { fail_program(); }

    void OnTestSuiteStart(const ::testing::TestSuite& suite) override {
        testing::begin(outside_of(suite.name()));
        fell_between_ = testing::take_findings();
    }
    void OnTestStart(const ::testing::TestInfo& test) override {
        fell_between_ += testing::take_findings();
        testing::begin(std::string(test.test_suite_name()) + "." + test.name());
    }
    void OnTestEnd(const ::testing::TestInfo& test) override {
        if (const size_t fell = testing::take_findings())
            ADD_FAILURE_AT(test.file(), test.line()) << testing::message(fell, "in this test");
        testing::begin(outside_of(test.test_suite_name()));
    }
    void OnTestSuiteEnd(const ::testing::TestSuite& suite) override {
        fell_between_ += testing::take_findings();
        if (fell_between_ != 0)
            ADD_FAILURE() << suite.name() << ": " << testing::message(fell_between_, "outside of tests");
        fell_between_ = 0;
        testing::begin("");
    }

    void OnEnvironmentsTearDownStart(const ::testing::UnitTest&) override {
        testing::begin("(tear-down of the test program)");
    }
    void OnEnvironmentsTearDownEnd(const ::testing::UnitTest&) override {
        fail_program();
        testing::begin("");
    }

  private:
    static std::string outside_of(const std::string& suite) { return suite + " (outside of its tests)"; }
    static void fail_program() {
        if (const size_t fell = testing::take_findings())
            ADD_FAILURE() << testing::message(fell, "outside of all tests");
    }

    size_t fell_between_ = 0; // outside of the tests of the suite that runs
};

/// Once in a program, before main. The list of listeners owns what it is given.
inline bool gtest_listener_appended() {
    static const bool appended = (::testing::UnitTest::GetInstance()->listeners().Append(new gtest_listener), true);
    return appended;
}
namespace {
[[maybe_unused]] const bool gtest_listener_is_appended = gtest_listener_appended();
} // namespace

} // namespace mapcheck

#endif
