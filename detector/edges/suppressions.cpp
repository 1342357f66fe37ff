#include "edges/suppressions.h"

#include <cstring>

#include <mapcheck/finding_text.h>

#include "edges/nearest.h"
#include "edges/raw_system.h"
#include "edges/reporter_table.h"
#include "sinks/line.h"
#include "sinks/readable.h"

namespace mapcheck::edges {
namespace {

using sinks::Line;

struct KindNames {
    const char* at[static_cast<std::size_t>(Kind::count_)];
    constexpr KindNames() : at() {
        for (std::size_t k = 0; k < static_cast<std::size_t>(Kind::count_); ++k) at[k] = kind_id(static_cast<Kind>(k));
    }
};
constexpr KindNames kind_names;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/// Whether the pattern's begin matches the text's begin; at_end: all of the text must be used up.
bool matches_here(const char* pattern, const char* text) {
    // Where to go on when what follows the last * does not match: one character later.
    const char* after_star = nullptr;
    const char* retry = nullptr;
    while (true) {
        if (*pattern == '*') {
            after_star = ++pattern;
            retry = text;
        } else if (*pattern == 0 || (*pattern == '$' && pattern[1] == 0 && *text == 0)) {
            return true;
        } else if (*text != 0 && *pattern == *text) {
            ++pattern;
            ++text;
        } else if (after_star != nullptr && *retry != 0) {
            pattern = after_star;
            text = ++retry;
        } else {
            return false;
        }
    }
}

std::uint64_t hash_of(const Stack& stack, std::uint64_t seed) {
    return hash_bytes(reinterpret_cast<const char*>(stack.pc), stack.size * sizeof *stack.pc, seed);
}
std::uint64_t hash_of(const Finding& f) {
    std::uint64_t hash = static_cast<std::uint64_t>(f.kind);
    for (std::size_t i = 0; i < f.sides; ++i) hash = hash_of(f.side[i].stack, hash);
    for (const TaskInfo& task : f.task)
        if (task.id != 0) hash = hash_of(task.creation, hash);
    hash = hash_of(f.map.first_fill, hash);
    // Texts that the runtime keeps once each.
    const void* const texts[] = {f.map.name, f.map.type};
    return hash_bytes(reinterpret_cast<const char*>(texts), sizeof texts, hash);
}

} // namespace

bool pattern_fits(const char* pattern, const char* text) {
    if (text == nullptr) return false;
    if (*pattern == '^') return matches_here(pattern + 1, text);
    for (;; ++text) {
        if (matches_here(pattern, text)) return true;
        if (*text == 0) return false;
    }
}

void Suppressions::add_line(const char* line, std::size_t size, const char* source, std::size_t number,
                            Printer printer) {
    while (size != 0 && is_blank(line[size - 1])) --size;
    while (size != 0 && is_blank(*line)) {
        ++line;
        --size;
    }
    if (size == 0 || *line == '#') return;
    const auto* colon = static_cast<const char*>(std::memchr(line, ':', size));
    if (colon == nullptr || colon + 1 == line + size) {
        complain(printer, source, number, "expected kind:pattern, found", line, size, "");
        return;
    }
    const auto kind_size = static_cast<std::size_t>(colon - line);
    std::uint32_t kind = any;
    if (!(kind_size == 1 && *line == '*')) {
        constexpr std::size_t kinds = static_cast<std::size_t>(Kind::count_);
        for (kind = 0; kind < kinds; ++kind)
            if (std::strlen(kind_names.at[kind]) == kind_size && std::memcmp(kind_names.at[kind], line, kind_size) == 0)
                break;
        if (kind == kinds) {
            const char* near = nearest(line, kind_size, kind_names.at, kinds);
            complain(printer, source, number, "unknown kind", line, kind_size,
                     near != nullptr ? ", did you mean " : " (reports print the kinds; * is all of them)", near);
            return;
        }
    }
    const std::size_t pattern_size = size - kind_size - 1;
    if (rules_ == max_rules || pattern_size + 1 > sizeof text_ - text_size_) {
        complain(printer, source, number, "no room for more rules, at", line, size, "");
        return;
    }
    char* pattern = text_ + text_size_;
    std::memcpy(pattern, colon + 1, pattern_size);
    pattern[pattern_size] = 0;
    text_size_ += pattern_size + 1;
    rule_[rules_++] = {kind, static_cast<std::uint32_t>(pattern_size), pattern, 0};
}

void Suppressions::add(const char* text, std::size_t size, const char* source, Printer printer) {
    const char* const end = text + size;
    for (std::size_t number = 1; text < end; ++number) {
        const auto* newline = static_cast<const char*>(std::memchr(text, '\n', static_cast<std::size_t>(end - text)));
        const char* line_end = newline != nullptr ? newline : end;
        add_line(text, static_cast<std::size_t>(line_end - text), source, number, printer);
        text = line_end + 1;
    }
}

void Suppressions::read_file(const char* path, Printer printer) {
    static char bytes[64 << 10]; // read once, at start
    const int fd = raw::open(path, O_RDONLY);
    long size = fd;
    std::size_t have = 0;
    while (fd >= 0 && have < sizeof bytes) {
        size = raw::read(fd, bytes + have, sizeof bytes - have);
        if (size == -EINTR) continue;
        if (size <= 0) break;
        have += static_cast<std::size_t>(size);
    }
    if (fd >= 0) raw::close(fd);
    Line line;
    if (size < 0) {
        const char* reason = strerrordesc_np(static_cast<int>(-size));
        line.text("mapcheck: suppressions: cannot read ");
        line.text(path);
        line.text(" (");
        line.text(reason != nullptr ? reason : "unknown error");
        line.text("); nothing is suppressed. Give its path from the working directory, or an absolute one\n");
        printer(line.begin(), line.size());
        return;
    }
    if (have == sizeof bytes) {
        line.text("mapcheck: suppressions: ");
        line.text(path);
        line.text(" is longer than 64 KiB; the rest of it is ignored\n");
        printer(line.begin(), line.size());
        while (have != 0 && bytes[have - 1] != '\n') --have; // whole lines only
    }
    add(bytes, have, path, printer);
}

bool Suppressions::fits_stack(const Rule& rule, const Stack& stack, sinks::Resolver& resolver) {
    constexpr std::size_t most = 32; // inlined calls at one address
    sinks::Frame frame[most];
    char readable[1024];
    for (std::uint32_t i = 0; i < stack.size; ++i) {
        const std::size_t n = resolver.frames(stack.pc[i], frame, most);
        for (std::size_t k = 0; k < n; ++k) {
            const sinks::Frame& f = frame[k];
            if (pattern_fits(rule.pattern, f.function) || pattern_fits(rule.pattern, f.file) ||
                pattern_fits(rule.pattern, f.module))
                return true;
            if (f.function == nullptr) continue;
            sinks::readable_name(f.function, readable, sizeof readable); // as reports print it
            if (pattern_fits(rule.pattern, readable)) return true;
        }
    }
    return false;
}

bool Suppressions::fits(const Rule& rule, const Finding& f, sinks::Resolver& resolver) const {
    if (rule.kind != any && rule.kind != static_cast<std::uint32_t>(f.kind)) return false;
    if (pattern_fits(rule.pattern, f.map.name) || pattern_fits(rule.pattern, f.map.type)) return true;
    for (std::size_t i = 0; i < f.sides; ++i)
        if (fits_stack(rule, f.side[i].stack, resolver)) return true;
    for (const TaskInfo& task : f.task)
        if (task.id != 0 && fits_stack(rule, task.creation, resolver)) return true;
    return fits_stack(rule, f.map.first_fill, resolver);
}

std::size_t Suppressions::match(const Finding& finding, sinks::Resolver& resolver) {
    if (rules_ == 0) return none;
    const std::uint64_t hash = hash_of(finding);
    Known& known = known_[hash % max_known];
    if (known.finding == hash) return known.rule;
    for (std::size_t i = 0; i < rules_; ++i) {
        if (!fits(rule_[i], finding, resolver)) continue;
        known = {hash, static_cast<std::uint32_t>(i)};
        return i;
    }
    return none;
}

std::uint64_t Suppressions::used() const {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < rules_; ++i) sum += rule_[i].uses;
    return sum;
}

void Suppressions::print_used(sinks::Writer& out) const {
    for (std::size_t i = 0; i < rules_; ++i) {
        const Rule& rule = rule_[i];
        if (rule.uses == 0) continue;
        sinks::LineOf<1024> line;
        line.text("  suppressed: ");
        line.number(rule.uses);
        line.text(" by ");
        line.text(rule.kind == any ? "*" : kind_names.at[rule.kind]);
        line.text(":");
        line.bytes(rule.pattern, rule.size < 800 ? rule.size : 800);
        line.text("\n");
        out.write(line.begin(), line.size());
    }
}

} // namespace mapcheck::edges
