// Suppressions: the pattern language as a table, the lines, what is said of mistakes, what a rule looks at.
#include <cstring>
#include <string>

#include "catch.h"
#include "edges/suppressions.h"

using namespace mapcheck;
using edges::pattern_fits;
using edges::Suppressions;

namespace {

std::string said;
void listen(const char* text, std::size_t size) { said.append(text, size); }

/// Knows one function for each address.
class Names final : public sinks::Resolver {
  public:
    std::size_t frames(std::uint64_t address, sinks::Frame* out, std::size_t) override {
        ++asked;
        *out = {};
        out->function = address == 1 ? "shop::Cart<int>::add(int)" : "main";
        out->file = address == 1 ? "src/cart.cpp" : "src/main.cpp";
        out->module = "shop.so";
        return 1;
    }
    const char* object(std::uint64_t, std::uint64_t*) override { return nullptr; }
    std::uint64_t code_address(std::uint32_t) override { return 0; }
    int asked = 0;
};

/// Whether a finding of kind read_write, found in Cart::add called by main, is suppressed by these lines.
bool suppressed(const char* lines) {
    said.clear();
    static Suppressions rules;
    rules = Suppressions();
    rules.add(lines, std::strlen(lines), "rules", listen);
    Finding f = {};
    f.kind = Kind::read_write;
    f.sides = 2;
    f.side[0].stack = {2, 0, {1, 2}};
    f.side[1].stack = {1, 0, {2}};
    f.map.type = "std::map<int, int>";
    f.map.name = "carts";
    Names names;
    const std::size_t rule = rules.match(f, names);
    if (rule == Suppressions::none) return false;
    rules.count(rule);
    const int asked = names.asked;
    CHECK(rules.match(f, names) == rule);
    CHECK(names.asked == asked); // remembered
    CHECK(rules.used() == 1);
    return true;
}

} // namespace

TEST_CASE("patterns") {
    struct Row {
        const char* pattern;
        const char* text;
        bool fits;
    };
    const Row rows[] = {
        {"add", "shop::Cart::add(int)", true},
        {"^add", "shop::Cart::add(int)", false},
        {"^shop", "shop::Cart::add(int)", true},
        {"shop$", "shop::Cart::add(int)", false},
        {"(int)$", "shop::Cart::add(int)", true},
        {"^shop::*add", "shop::Cart::add(int)", true},
        {"^*add*$", "shop::Cart::add(int)", true},
        {"Cart*Cart", "shop::Cart::add(int)", false},
        {"a*b*c", "xxaxxbxxbxxcxx", true},
        {"a*b*c$", "xxaxxbxxbxxcxx", false},
        {"^a*bc$", "abcbc", true},
        {"$", "anything", true},
        {"^$", "", true},
        {"^$", "x", false},
        {"*", "", true},
        {"x", "", false},
        {"US$", "price in US$", true}, // it stands for itself, too
        {"US$ ", "price in US$ now", true},
    };
    for (const Row& row : rows) {
        INFO(row.pattern << " in " << row.text);
        CHECK(pattern_fits(row.pattern, row.text) == row.fits);
    }
    CHECK_FALSE(pattern_fits("x", nullptr));
}

TEST_CASE("what a rule looks at") {
    CHECK(suppressed("read_write:Cart<int>::add"));
    CHECK(suppressed("read_write:^shop::Cart"));
    CHECK(suppressed("read_write:cart.cpp"));
    CHECK(suppressed("read_write:shop.so"));
    CHECK(suppressed("read_write:^carts$"));
    CHECK(suppressed("read_write:std::map<int"));
    CHECK(suppressed("*:main"));
    CHECK(suppressed("dead_erase:x\n\n # a comment\n\t read_write:main \r\n"));
    CHECK_FALSE(suppressed("write_write:main"));
    CHECK_FALSE(suppressed("read_write:basket"));
    CHECK_FALSE(suppressed("# read_write:main"));
    CHECK_FALSE(suppressed(""));
    CHECK(said.empty());
}

TEST_CASE("mistakes are named, with their line, and the rest counts") {
    CHECK(suppressed("# first\nread_writes:main\nread_write:main\n"));
    CHECK(said == "mapcheck: rules:2: unknown kind 'read_writes', did you mean 'read_write'; the line is ignored\n");
    CHECK_FALSE(suppressed("main\nread_write:\n:main\n"));
    CHECK(said.find("rules:1: expected kind:pattern, found 'main'") != std::string::npos);
    CHECK(said.find("rules:2: expected kind:pattern, found 'read_write:'") != std::string::npos);
    CHECK(said.find("rules:3: unknown kind ''") != std::string::npos);
}

TEST_CASE("a file that cannot be read is named with the reason") {
    said.clear();
    static Suppressions rules;
    rules.read_file("/nowhere/rules", listen);
    CHECK(said.find("cannot read /nowhere/rules (No such file or directory)") != std::string::npos);
    CHECK(rules.empty());
    said.clear();
    rules.read_file("/", listen);
    CHECK(said.find("Is a directory") != std::string::npos);
}

TEST_CASE("too many rules: said, and those before count") {
    said.clear();
    std::string lines;
    for (std::size_t i = 0; i < Suppressions::max_rules + 1; ++i) lines += "dead_erase:x\n";
    CHECK_FALSE(suppressed(lines.c_str()));
    CHECK(said.find("rules:513: no room for more rules") != std::string::npos);
}
