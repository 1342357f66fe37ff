// A main of one's own, the listener in two sources, and findings that fall outside of tests.
#include <mapcheck/gtest.h>

#include <atomic>
#include <cstdlib>
#include <cstring>

#include <gtest/gtest.h>

#include "racy.h"

namespace {

/// What polls for a cue orders nothing.
void wait_for(const std::atomic<bool>& cue) {
    while (!cue.load(std::memory_order_relaxed)) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}
std::atomic<bool> go, done;

void left_behind() {
    wait_for(go);
    written_twice();
    done.store(true, std::memory_order_relaxed);
}

class RacyEnvironment : public testing::Environment {
    void SetUp() override { written_twice(); }
};

#ifdef MAPCHECK
constexpr int status_of_racy_child = 66;
constexpr const char* said_by_racy_child = "While running: RacyDeathTest.ItsChildSaysSo";
#else
constexpr int status_of_racy_child = 3;
constexpr const char* said_by_racy_child = "";
#endif

} // namespace

class RacySetUp : public testing::Test {
  protected:
    static void SetUpTestSuite() { written_twice(); }
};
TEST_F(RacySetUp, Passes) { EXPECT_EQ(sum_of_copy(), 3); }

TEST(LeftBehind, PassesThoughItStartsTheThread) { std::thread(left_behind).detach(); }
TEST(LeftBehind, FailsForItRunsWhenTheThreadFinds) {
    go.store(true, std::memory_order_relaxed);
    wait_for(done);
}

// Of style "fast": the child is a fork, in the middle of the test.
TEST(RacyDeathTest, ItsChildSaysSo) {
    EXPECT_EXIT(
        {
            written_twice();
            std::exit(3);
        },
        testing::ExitedWithCode(status_of_racy_child), said_by_racy_child);
}
// Runs the program again: in it no listener is asked.
TEST(RacyDeathTest, RunAnewEndsWithTheStatus) {
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    EXPECT_EXIT(
        {
            written_twice();
            std::exit(3);
        },
        testing::ExitedWithCode(status_of_racy_child), "");
}

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    if (argc > 1 && std::strcmp(argv[1], "racy-environment") == 0)
        testing::AddGlobalTestEnvironment(new RacyEnvironment);
    const int status = RUN_ALL_TESTS();
    if (argc > 1 && std::strcmp(argv[1], "racy-end") == 0) written_twice();
    return status;
}
