// Every report of findings.cpp is compared with expected/NAME.txt, byte for byte. To accept what is
// printed now: scripts/approve-goldens, then read the difference.
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "catch.h"
#include "findings.h"
#include "sinks/text.h"

namespace {

std::string rendered(const golden::Case& c) {
    static mapcheck::sinks::TextSink sink; // one for all: nothing may leak from a report into the next
    golden::FakeProcess process(golden::service_places(), golden::service_globals(), c.build);
    golden::StringWriter out;
    sink.report(c.finding, process, out, {4242, c.unseen, c.color, c.verbose, nullptr, c.key});
    return out.text;
}

std::string path_of(const golden::Case& c) { return std::string(MAPCHECK_GOLDEN_EXPECTED) + "/" + c.name + ".txt"; }

} // namespace

TEST_CASE("reports are what was approved") {
    const bool approve = std::getenv("MAPCHECK_APPROVE_GOLDENS") != nullptr;
    for (const golden::Case& c : golden::cases()) {
        INFO("golden " << c.name);
        const std::string now = rendered(c);
        if (approve) {
            std::ofstream file(path_of(c), std::ios::binary);
            file << now;
            REQUIRE(file.good());
            continue;
        }
        std::ifstream file(path_of(c), std::ios::binary);
        REQUIRE(file.good());
        std::ostringstream expected;
        expected << file.rdbuf();
        CHECK(now == expected.str());
    }
}

TEST_CASE("there is a golden report for each kind") {
    std::set<mapcheck::Kind> kinds;
    for (const golden::Case& c : golden::cases()) kinds.insert(c.finding.kind);
    CHECK(kinds.size() == static_cast<std::size_t>(mapcheck::Kind::count_));
}

TEST_CASE("a report does not depend on the one before it") {
    for (const golden::Case& c : golden::cases()) {
        const std::string first = rendered(c);
        for (const golden::Case& other : golden::cases()) rendered(other);
        CHECK(rendered(c) == first);
    }
}
