#include "edges/options.h"

#include <cstdlib>
#include <cstring>

#include <mapcheck/mapcheck.h>

#include "edges/nearest.h"
#include "sinks/line.h"

namespace mapcheck::edges {

namespace {

using sinks::Line;

constexpr const char* option_names[] = {
#define MAPCHECK_OPTION(type, name, default_value, description) #name,
#include "edges/options.inc"
#undef MAPCHECK_OPTION
};

constexpr const char* switch_names[] = {
#define MAPCHECK_SWITCH(name) #name,
#include "core/switches.inc"
#undef MAPCHECK_SWITCH
};
static_assert(sizeof switch_names / sizeof *switch_names <= 64);

/// Options that are one of a few words.
struct Choices {
    const char* option;
    const char* word[4];
};
constexpr Choices choices[] = {
    {"color", {"auto", "always", "never", nullptr}},
    {"order", {"auto", "1", "0", nullptr}},
    {"overlap", {"unordered", "any", nullptr, nullptr}},
    {"evidence", {"all", "certain", nullptr, nullptr}},
};

/// Options that are a number: what is allowed.
struct Range {
    const char* option;
    int low, high;
};
constexpr Range ranges[] = {{"exitcode", 0, 255}, {"verbose", 0, 9}, {"history_size", 0, 7}};

/// A piece of the text, not terminated.
struct Piece {
    const char* at;
    std::size_t size;
    bool is(const char* word) const { return std::strlen(word) == size && std::memcmp(word, at, size) == 0; }
};

bool is_separator(char c) { return c == ' ' || c == ',' || c == ':' || c == '\n' || c == '\t' || c == '\r'; }

void complain(Printer printer, const char* source, const char* what, Piece piece, const char* more,
              const char* word = nullptr) {
    edges::complain(printer, source, 0, what, piece.at, piece.size, more, word);
}

bool read_value(Piece value, bool& out) {
    if (value.is("1") || value.is("true") || value.is("yes")) {
        out = true;
        return true;
    }
    if (value.is("0") || value.is("false") || value.is("no")) {
        out = false;
        return true;
    }
    return false;
}

bool read_value(Piece value, int& out) {
    std::size_t i = value.size != 0 && value.at[0] == '-' ? 1 : 0;
    if (i == value.size || value.size > 9) {
        return false;
    }
    int n = 0;
    for (; i < value.size; ++i) {
        if (value.at[i] < '0' || value.at[i] > '9') {
            return false;
        }
        n = n * 10 + (value.at[i] - '0');
    }
    out = value.at[0] == '-' ? -n : n;
    return true;
}

bool read_value(Piece value, OptionText& out) {
    if (value.size == 0 || value.size >= sizeof out.at) {
        return false;
    }
    std::memcpy(out.at, value.at, value.size);
    out.at[value.size] = 0;
    return true;
}

class Setter {
  public:
    Setter(const char* source, Printer printer) : source_(source), printer_(printer) {}

    void set(Options& options, Piece whole, Piece name, Piece value) const {
#define MAPCHECK_OPTION(type, option, default_value, description)                                                      \
    if (name.is(#option)) {                                                                                            \
        assign(#option, whole, value, options.option);                                                                 \
        return;                                                                                                        \
    }
#include "edges/options.inc"
#undef MAPCHECK_OPTION
        const char* near = nearest(name.at, name.size, option_names, sizeof option_names / sizeof *option_names);
        complain(printer_, source_, "unknown option", name,
                 near != nullptr ? ", did you mean " : " (help=1 lists them)", near);
    }

  private:
    void assign(const char*, Piece whole, Piece value, bool& out) const {
        if (!read_value(value, out)) {
            complain(printer_, source_, "not 0 or 1 in", whole, "");
        }
    }
    void assign(const char* option, Piece whole, Piece value, int& out) const {
        int n = 0;
        bool good = read_value(value, n);
        for (const Range& r : ranges) {
            if (std::strcmp(r.option, option) == 0) {
                good = good && n >= r.low && n <= r.high;
            }
        }
        if (good) {
            out = n;
        } else {
            complain(printer_, source_, "no number that fits in", whole, "");
        }
    }
    void assign(const char* option, Piece whole, Piece value, OptionText& out) const {
        for (const Choices& c : choices) {
            if (std::strcmp(c.option, option) == 0) {
                assign_word(c, whole, value, out);
                return;
            }
        }
        if (!read_value(value, out)) {
            complain(printer_, source_, "no text, or too long a one, in", whole, "");
        }
    }
    void assign_word(const Choices& c, Piece whole, Piece value, OptionText& out) const {
        std::size_t words = 0;
        while (words < 4 && c.word[words] != nullptr) {
            if (value.is(c.word[words])) {
                read_value(value, out);
                return;
            }
            ++words;
        }
        const char* near = nearest(value.at, value.size, c.word, words);
        if (near != nullptr) {
            complain(printer_, source_, "unknown value in", whole, ", did you mean ", near);
            return;
        }
        Line all;
        all.text(", which can be");
        for (std::size_t i = 0; i < words; ++i) {
            all.text(i == 0 ? " " : i + 1 == words ? " or " : ", ");
            all.text(c.word[i]);
        }
        all.end();
        complain(printer_, source_, "unknown value in", whole, all.begin());
    }

    const char* source_;
    Printer printer_;
};

void print_value(Line& line, bool value) { line.text(value ? "1" : "0"); }
void print_value(Line& line, int value) {
    if (value < 0) {
        line.text("-");
    }
    line.number(static_cast<std::uint64_t>(value < 0 ? -static_cast<long long>(value) : value));
}
void print_value(Line& line, const OptionText& value) { line.text(value.at); }

} // namespace

void complain(Printer printer, const char* source, std::size_t line, const char* what, const char* piece,
              std::size_t size, const char* more, const char* word) {
    Line out;
    out.text("mapcheck: ");
    out.text(source);
    out.text(":");
    if (line != 0) {
        out.number(line);
        out.text(":");
    }
    out.text(" ");
    out.text(what);
    out.text(" '");
    out.bytes(piece, size < 200 ? size : 200);
    out.text("'");
    out.text(more);
    if (word != nullptr) {
        out.text("'");
        out.text(word);
        out.text("'");
    }
    out.text(line != 0 ? "; the line is ignored\n" : "; ignored\n");
    printer(out.begin(), out.size());
}

bool OptionText::is(const char* word) const { return std::strcmp(at, word) == 0; }

void parse_options(const char* text, const char* source, Options& options, Printer printer) {
    const Setter setter(source, printer);
    const char* p = text;
    while (true) {
        while (is_separator(*p)) {
            ++p;
        }
        if (*p == 0) {
            return;
        }
        const char* begin = p;
        while (*p != 0 && *p != '=' && !is_separator(*p)) {
            ++p;
        }
        const Piece name{begin, static_cast<std::size_t>(p - begin)};
        if (*p != '=') {
            const char* near = nearest(name.at, name.size, option_names, sizeof option_names / sizeof *option_names);
            complain(printer, source, "expected name=value, found", name, near != nullptr ? ", did you mean " : "",
                     near);
            continue;
        }
        ++p;
        Piece value{p, 0};
        if (*p == '"' || *p == '\'') {
            const char quote = *p++;
            value.at = p;
            while (*p != 0 && *p != quote) {
                ++p;
            }
            value.size = static_cast<std::size_t>(p - value.at);
            if (*p == 0) {
                complain(printer, source, "no closing quote in", {begin, static_cast<std::size_t>(p - begin)}, "");
                return;
            }
            ++p;
        } else {
            while (*p != 0 && !is_separator(*p)) {
                ++p;
            }
            value.size = static_cast<std::size_t>(p - value.at);
        }
        setter.set(options, {begin, static_cast<std::size_t>(p - begin)}, name, value);
    }
}

void print_options(const Options& options, Printer printer) {
    Line head;
    head.text("mapcheck: options in MAPCHECK_OPTIONS, as name=value separated by blanks, commas or colons:\n");
    printer(head.begin(), head.size());
#define MAPCHECK_OPTION(type, name, default_value, description)                                                        \
    {                                                                                                                  \
        Line line;                                                                                                     \
        line.text("    " #name "=");                                                                                   \
        print_value(line, options.name);                                                                               \
        line.text("\n        " description "\n");                                                                      \
        printer(line.begin(), line.size());                                                                            \
    }
#include "edges/options.inc"
#undef MAPCHECK_OPTION
}

void options_from_environment(Options& options, Printer printer) {
    // The program's own come first: the environment has the last word.
    if (__mapcheck_default_options != nullptr) {
        if (const char* text = __mapcheck_default_options()) {
            parse_options(text, "__mapcheck_default_options()", options, printer);
        }
    }
    if (const char* text = secure_getenv("MAPCHECK_OPTIONS")) {
        parse_options(text, "MAPCHECK_OPTIONS", options, printer);
    }
    if (options.help) {
        print_options(options, printer);
    }
}

std::uint64_t parse_switches(const char* text, const char* source, Printer printer) {
    constexpr std::size_t count = sizeof switch_names / sizeof *switch_names;
    std::uint64_t off = 0;
    for (const char* p = text; *p != 0;) {
        const std::size_t size = std::strcspn(p, ", ");
        const Piece name{p, size};
        std::size_t i = 0;
        while (i < count && !name.is(switch_names[i])) {
            ++i;
        }
        if (i < count) {
            off |= std::uint64_t{1} << i;
        } else if (size != 0) {
            const char* near = nearest(name.at, name.size, switch_names, count);
            complain(printer, source, "unknown switch", name, near != nullptr ? ", did you mean " : "", near);
        }
        p += size;
        p += *p != 0 ? 1 : 0;
    }
    return off;
}

std::uint64_t switches_from_environment(Printer printer) {
    const char* text = secure_getenv("MAPCHECK_TEST_OFF");
    return text != nullptr ? parse_switches(text, "MAPCHECK_TEST_OFF", printer) : 0;
}

} // namespace mapcheck::edges
