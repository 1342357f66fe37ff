// MAPCHECK_OPTIONS: the struct, its parser and the help text, all made from edges/options.inc.
//
// Owner of the process's options. options_from_environment() is called once, before threads exist;
// afterwards options are read-only. No allocation. A mistake in the text is told through the printer,
// with its source and the nearest valid word, and the run goes on without it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace mapcheck::edges {

/// The value of a `text` option; cut never: what does not fit is refused.
struct OptionText {
    char at[512];
    bool is(const char* word) const;
};

struct Options {
#define MAPCHECK_OPTION(type, name, default_value, description) MAPCHECK_OPTION_##type(name, default_value)
#define MAPCHECK_OPTION_int(name, default_value) int name = default_value;
#define MAPCHECK_OPTION_bool(name, default_value) bool name = default_value;
#define MAPCHECK_OPTION_text(name, default_value) OptionText name = {default_value};
#include "edges/options.inc"
#undef MAPCHECK_OPTION_text
#undef MAPCHECK_OPTION_bool
#undef MAPCHECK_OPTION_int
#undef MAPCHECK_OPTION
};

/// Where complaints and help go: whole lines.
using Printer = void (*)(const char* text, std::size_t size);

/// One complaint: "mapcheck: SOURCE: what 'piece' more 'word'; ignored". line: in the source, 0: it has none.
void complain(Printer printer, const char* source, std::size_t line, const char* what, const char* piece,
              std::size_t size, const char* more, const char* word = nullptr);

/// ThreadSanitizer's grammar: name=value, separated by blanks, commas or colons; a value may stand in
/// single or double quotes. Later values win. source names where the text came from.
void parse_options(const char* text, const char* source, Options& options, Printer printer);
/// One line per option with its value now.
void print_options(const Options& options, Printer printer);

/// Asks __mapcheck_default_options(), reads MAPCHECK_OPTIONS and prints help if it is asked for. Once.
void options_from_environment(Options& options, Printer printer);

/// Comma-separated names of core/switches.inc -> bits for core::Config::off.
std::uint64_t parse_switches(const char* text, const char* source, Printer printer);
/// Reads MAPCHECK_TEST_OFF, the private hook of the tests.
std::uint64_t switches_from_environment(Printer printer);

} // namespace mapcheck::edges
