// The listener once more, in a source without main: still one failure for a test case.
#include <mapcheck/catch2.h>

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <csignal>

#include "racy.h"

TEST_CASE("fails once", "[.]") { CHECK(written_twice() >= 1); }
TEST_CASE("dies after a finding", "[.]") {
    SECTION("in a section") {
        written_twice();
        std::raise(SIGSEGV);
    }
}
TEST_CASE("throws after a finding", "[.]") {
    SECTION("in a section") {
        written_twice();
        throw 1;
    }
}
