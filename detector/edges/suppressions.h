// Which findings the user does not want to hear of, from a file or from the program itself.
//
// A line is kind:pattern. The kind is a rule's short name as reports print it, or * for all. The
// pattern is searched for, as ThreadSanitizer does it: anywhere in a text, * stands for anything, ^
// and $ for the text's begin and end. Texts are the functions, files and modules of all frames of
// the finding's stacks, and the map's name and type. '#' begins a comment.
//
// Owner of the rules and of their counts; used under the reporter's lock. Does not allocate. Mistakes are told
// through the printer, with line and nearest kind, and the rest of the text counts.
#pragma once

#include <cstddef>
#include <cstdint>

#include <mapcheck/finding.h>

#include "edges/options.h"
#include "sinks/sink.h"

namespace mapcheck::edges {

class Suppressions {
  public:
    static constexpr std::size_t max_rules = 512;
    static constexpr std::size_t none = max_rules;

    /// Reads a file's lines. Says what is wrong when it cannot be read.
    void read_file(const char* path, Printer printer);
    /// Adds the lines of a text. source names it in complaints.
    void add(const char* text, std::size_t size, const char* source, Printer printer);

    /// The first rule that fits, or none. Those that fitted are remembered: a finding that comes a million times is
    /// not looked up a million times.
    std::size_t match(const Finding& finding, sinks::Resolver& resolver);
    void count(std::size_t rule) { ++rule_[rule].uses; }
    std::uint64_t used() const;
    /// One line for each rule that was used.
    void print_used(sinks::Writer& out) const;

    bool empty() const { return rules_ == 0; }

  private:
    struct Rule {
        std::uint32_t kind; ///< Kind, or any
        std::uint32_t size;
        const char* pattern; ///< in text_, ended by 0
        std::uint64_t uses;
    };
    static constexpr std::uint32_t any = ~0U;

    void add_line(const char* line, std::size_t size, const char* source, std::size_t number, Printer printer);
    bool fits(const Rule& rule, const Finding& finding, sinks::Resolver& resolver) const;
    static bool fits_stack(const Rule& rule, const Stack& stack, sinks::Resolver& resolver);

    struct Known {
        std::uint64_t finding; ///< hash of all that rules look at
        std::uint32_t rule;
    };
    static constexpr std::size_t max_known = 1024;
    Known known_[max_known];
    Rule rule_[max_rules];
    std::size_t rules_;
    std::size_t text_size_;
    char text_[64 << 10];
};

/// Whether the pattern is found in the text (see above).
bool pattern_fits(const char* pattern, const char* text);

} // namespace mapcheck::edges
