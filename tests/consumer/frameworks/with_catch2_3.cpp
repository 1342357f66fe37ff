// The listener in its form for Catch2 3.
#include <mapcheck/catch2.h>

#include <catch2/catch_all.hpp>

#include "racy.h"

TEST_CASE("correct passes") { CHECK(sum_of_copy() == 3); }
TEST_CASE("racy fails though its checks pass") { CHECK(written_twice() >= 1); }
TEST_CASE("racy fails again without a new report") { CHECK(written_twice() >= 1); }
TEST_CASE("correct passes afterwards") { CHECK(sum_of_copy() == 3); }

int main(int count, char** arguments) { return Catch::main(count, arguments); }
