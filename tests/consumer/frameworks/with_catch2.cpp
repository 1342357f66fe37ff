#define CATCH_CONFIG_MAIN
#include <mapcheck/catch2.h>

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include "racy.h"

TEST_CASE("correct passes") { CHECK(sum_of_copy() == 3); }
TEST_CASE("racy fails though its checks pass") { CHECK(written_twice() >= 1); }
TEST_CASE("racy fails again without a new report") { CHECK(written_twice() >= 1); }
TEST_CASE("in a section") {
    SECTION("correct") { CHECK(sum_of_copy() == 3); }
    SECTION("racy") { CHECK(written_twice() >= 1); }
}
TEST_CASE("correct passes afterwards") { CHECK(sum_of_copy() == 3); }
