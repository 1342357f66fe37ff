// The grammar of MAPCHECK_OPTIONS, each option, and what is said of mistakes.
#include <string>

#include "catch.h"
#include "core/config.h"
#include "edges/options.h"

using namespace mapcheck;
using edges::Options;

namespace {

std::string said;
void listen(const char* text, std::size_t size) { said.append(text, size); }

Options parsed(const char* text) {
    said.clear();
    Options options;
    edges::parse_options(text, "MAPCHECK_OPTIONS", options, listen);
    return options;
}

std::uint64_t switches(const char* text) {
    said.clear();
    return edges::parse_switches(text, "MAPCHECK_TEST_OFF", listen);
}

std::uint64_t bit(core::Switch s) { return std::uint64_t{1} << static_cast<int>(s); }

} // namespace

TEST_CASE("defaults") {
    const Options o = parsed("");
    CHECK(o.exitcode == 66);
    CHECK_FALSE(o.halt_on_error);
    CHECK_FALSE(o.abort_on_error);
    CHECK(o.log_path.is("stderr"));
    CHECK(o.color.is("auto"));
    CHECK(o.verbose == 0);
    CHECK(o.order.is("auto"));
    CHECK(o.overlap.is("unordered"));
    CHECK_FALSE(o.help);
    CHECK(o.report_bugs);
    CHECK(o.evidence.is("all"));
    CHECK(o.suppressions.is(""));
    CHECK(o.symbolize);
    CHECK(o.strip_path_prefix.is(""));
    CHECK(o.print_summary);
    CHECK(o.history_size == 4);
    CHECK(said.empty());
}

TEST_CASE("each option is read") {
    const Options o = parsed("exitcode=7 halt_on_error=1 abort_on_error=yes log_path=/tmp/log color=never verbose=1 "
                             "order=0 overlap=any help=true report_bugs=0 evidence=certain suppressions='a file' "
                             "symbolize=0 strip_path_prefix=/src/ print_summary=0 history_size=7");
    CHECK(o.exitcode == 7);
    CHECK(o.halt_on_error);
    CHECK(o.abort_on_error);
    CHECK(o.log_path.is("/tmp/log"));
    CHECK(o.color.is("never"));
    CHECK(o.verbose == 1);
    CHECK(o.order.is("0"));
    CHECK(o.overlap.is("any"));
    CHECK(o.help);
    CHECK_FALSE(o.report_bugs);
    CHECK(o.evidence.is("certain"));
    CHECK(o.suppressions.is("a file"));
    CHECK_FALSE(o.symbolize);
    CHECK(o.strip_path_prefix.is("/src/"));
    CHECK_FALSE(o.print_summary);
    CHECK(o.history_size == 7);
    CHECK(said.empty());
}

TEST_CASE("separators are blanks, commas and colons, quotes keep them") {
    const Options o = parsed("  exitcode=1,verbose=1:halt_on_error=1\n\tcolor=always,,::log_path=\"/tmp/a b:c,d\" ");
    CHECK(o.exitcode == 1);
    CHECK(o.verbose == 1);
    CHECK(o.halt_on_error);
    CHECK(o.color.is("always"));
    CHECK(o.log_path.is("/tmp/a b:c,d"));
    CHECK(parsed("log_path='it is \"here\"'").log_path.is("it is \"here\""));
    CHECK(said.empty());
}

TEST_CASE("the last value wins") { CHECK(parsed("exitcode=1 exitcode=2").exitcode == 2); }

TEST_CASE("booleans are 0, 1, true, false, yes, no") {
    for (const char* on : {"1", "true", "yes"}) {
        CHECK(parsed((std::string("halt_on_error=") + on).c_str()).halt_on_error);
    }
    for (const char* off : {"0", "false", "no"}) {
        CHECK_FALSE(parsed((std::string("halt_on_error=1 halt_on_error=") + off).c_str()).halt_on_error);
    }
    CHECK(said.empty());
    CHECK_FALSE(parsed("halt_on_error=maybe").halt_on_error);
    CHECK(said == "mapcheck: MAPCHECK_OPTIONS: not 0 or 1 in 'halt_on_error=maybe'; ignored\n");
}

TEST_CASE("an unknown option is named with the nearest one, and the rest is read") {
    const Options o = parsed("exit_code=3 verbose=1");
    CHECK(o.exitcode == 66);
    CHECK(o.verbose == 1);
    CHECK(said == "mapcheck: MAPCHECK_OPTIONS: unknown option 'exit_code', did you mean 'exitcode'; ignored\n");
    parsed("quietness=file");
    CHECK(said == "mapcheck: MAPCHECK_OPTIONS: unknown option 'quietness' (help=1 lists them); ignored\n");
}

TEST_CASE("malformed text is named and skipped") {
    CHECK(parsed("verbose exitcode=3").exitcode == 3);
    CHECK(said ==
          "mapcheck: MAPCHECK_OPTIONS: expected name=value, found 'verbose', did you mean 'verbose'; ignored\n");
    CHECK(parsed("=4 exitcode=3").exitcode == 3);
    CHECK(said.find("unknown option ''") != std::string::npos);
    CHECK(parsed("exitcode=3 log_path=\"open").log_path.is("stderr"));
    CHECK(said == "mapcheck: MAPCHECK_OPTIONS: no closing quote in 'log_path=\"open'; ignored\n");
    CHECK(parsed("log_path=").log_path.is("stderr"));
    CHECK_FALSE(said.empty());
    CHECK(parsed(("log_path=" + std::string(600, 'x')).c_str()).log_path.is("stderr"));
    CHECK_FALSE(said.empty());
    CHECK(said.size() < 400);
}

TEST_CASE("numbers are whole, and exit codes fit") {
    for (const char* bad : {"exitcode=x", "exitcode=1x", "exitcode=", "exitcode=-1", "exitcode=256",
                            "exitcode=99999999999", "verbose=-1", "exitcode=-"}) {
        CHECK(parsed(bad).exitcode == 66);
        CHECK(said == std::string("mapcheck: MAPCHECK_OPTIONS: no number that fits in '") + bad + "'; ignored\n");
    }
    CHECK(parsed("exitcode=0").exitcode == 0);
    CHECK(parsed("exitcode=255").exitcode == 255);
}

TEST_CASE("words are checked") {
    CHECK(parsed("color=alway").color.is("auto"));
    CHECK(said == "mapcheck: MAPCHECK_OPTIONS: unknown value in 'color=alway', did you mean 'always'; ignored\n");
    CHECK(parsed("order=full").order.is("auto"));
    CHECK(said == "mapcheck: MAPCHECK_OPTIONS: unknown value in 'order=full', which can be auto, 1 or 0; ignored\n");
    CHECK(parsed("overlap=some").overlap.is("unordered"));
    CHECK_FALSE(said.empty());
    CHECK(parsed("order=1 overlap=any color=never").order.is("1"));
    CHECK(said.empty());
}

TEST_CASE("help lists every option with its value") {
    said.clear();
    edges::print_options(parsed("exitcode=5"), listen);
#define MAPCHECK_OPTION(type, name, default_value, description)                                                        \
    CHECK(said.find("    " #name "=") != std::string::npos);                                                           \
    CHECK(said.find(description) != std::string::npos);
#include "edges/options.inc"
#undef MAPCHECK_OPTION
    CHECK(said.find("exitcode=5\n") != std::string::npos);
}

TEST_CASE("switches of the test hook become bits") {
    CHECK(switches("") == 0);
    CHECK(switches("dead_erase") == bit(core::Switch::dead_erase));
    CHECK(switches("edge_lock,clause_moved") == (bit(core::Switch::edge_lock) | bit(core::Switch::clause_moved)));
    CHECK(said.empty());
    CHECK(switches("edge_lok,dead_erase") == bit(core::Switch::dead_erase));
    CHECK(said == "mapcheck: MAPCHECK_TEST_OFF: unknown switch 'edge_lok', did you mean 'edge_lock'; ignored\n");
}
