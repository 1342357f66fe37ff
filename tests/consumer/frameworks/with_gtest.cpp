#include <mapcheck/gtest.h>

#include <gtest/gtest.h>

#include "racy.h"

TEST(Correct, Passes) { EXPECT_EQ(sum_of_copy(), 3); }
TEST(Racy, FailsThoughItsChecksPass) { EXPECT_GE(written_twice(), 1u); }
TEST(Racy, FailsAgainWithoutANewReport) { EXPECT_GE(written_twice(), 1u); }
TEST(Correct, PassesAfterwards) { EXPECT_EQ(sum_of_copy(), 3); }
TEST(CorrectDeathTest, Passes) { EXPECT_EXIT(std::_Exit(sum_of_copy()), testing::ExitedWithCode(3), ""); }

class Each : public testing::TestWithParam<int> {};
TEST_P(Each, OnlyTheSecondFails) {
    if (GetParam() == 1) {
        EXPECT_GE(written_twice(), 1u);
    }
}
INSTANTIATE_TEST_SUITE_P(Two, Each, testing::Values(0, 1));
