// GoogleTest: fails the test in which mapcheck makes a finding, and names the test in the report.
//
//     #include <mapcheck/gtest.h>    // in one source of the test program, that is all
//
// Works with gtest_main and with a main of one's own, with parameterised tests, --gtest_repeat and death tests (whose
// children are processes of their own). Without -DMAPCHECK it is empty. From GoogleTest 1.10.
//
// With CTest: a program whose tests all pass but which made a finding elsewhere (before or after them) ends with 66,
// which CTest takes for a failure; to fail on the text instead, whatever the exit status:
//     set_tests_properties(name PROPERTIES FAIL_REGULAR_EXPRESSION "WARNING: mapcheck")
#pragma once

#ifdef MAPCHECK

#include <string>

#include <gtest/gtest.h>

#include <mapcheck/testing.h>

namespace mapcheck {

class gtest_listener : public ::testing::EmptyTestEventListener {
  public:
    void OnTestStart(const ::testing::TestInfo& test) override {
        test_.begin((std::string(test.test_suite_name()) + "." + test.name()).c_str());
    }
    void OnTestEnd(const ::testing::TestInfo&) override {
        if (const size_t fell = test_.take_findings())
            ADD_FAILURE() << "mapcheck: " << fell << (fell == 1 ? " finding" : " findings")
                          << " in this test; each is reported once, where it was first made";
        test_.end();
    }

  private:
    testing::watched_test test_;
};

namespace {
// The list of listeners owns what it is given.
[[maybe_unused]] const bool gtest_listener_appended =
    (::testing::UnitTest::GetInstance()->listeners().Append(new gtest_listener), true);
} // namespace

} // namespace mapcheck

#endif
