// Names, frames and the table of equal findings: what reports are made of. Whole reports are in
// tests/golden.
#include <algorithm>
#include <string>
#include <vector>

#include <mapcheck/finding_text.h>

#include "catch.h"
#include "core/config.h"
#include "edges/nearest.h"
#include "edges/reporter_table.h"
#include "sinks/line.h"
#include "sinks/readable.h"
#include "sinks/stack_view.h"

using namespace mapcheck;

namespace {

std::string readable(const char* name, std::size_t room = 4096) {
    std::vector<char> out(room);
    const std::size_t size = sinks::readable_name(name, out.data(), room);
    CHECK(size < room);
    CHECK(out[size] == 0);
    return out.data();
}

std::string name_of(const char* function) {
    const sinks::NameSpan span = sinks::function_name(function);
    return std::string(function + span.begin, span.end - span.begin);
}

/// Frames by address: the address is an index into a list of groups of inlined frames.
class Frames final : public sinks::Resolver {
  public:
    explicit Frames(std::vector<std::vector<sinks::Frame>> groups) : groups_(std::move(groups)) {}
    std::size_t frames(std::uint64_t pc, sinks::Frame* out, std::size_t room) override {
        if (pc >= groups_.size()) {
            if (room != 0) out[0] = {};
            return room != 0 ? 1 : 0;
        }
        const auto& group = groups_[pc];
        const std::size_t n = std::min(room, group.size());
        std::copy_n(group.begin(), n, out);
        return n;
    }
    const char* object(std::uint64_t, std::uint64_t*) override { return nullptr; }
    std::uint64_t code_address(std::uint32_t) override { return 0; }

    Stack stack() const {
        Stack s = {};
        for (std::size_t i = 0; i < groups_.size(); ++i) s.pc[s.size++] = i;
        return s;
    }

  private:
    std::vector<std::vector<sinks::Frame>> groups_;
};

sinks::Frame frame(const char* function, const char* file = "app.cpp", const char* module = "app") {
    sinks::Frame f = {};
    f.function = function;
    f.file = file;
    f.line = 1;
    f.module = module;
    return f;
}

std::vector<std::string> shown(std::vector<std::vector<sinks::Frame>> groups, bool verbose = false) {
    Frames resolver(std::move(groups));
    static sinks::StackView view;
    view.load(resolver.stack(), resolver, verbose);
    std::vector<std::string> names;
    for (const sinks::Frame& f : view) names.emplace_back(f.function != nullptr ? f.function : "?");
    return names;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("names are readable") {
    const std::vector<std::pair<const char*, const char*>> cases = {
        {"std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >", "std::string"},
        {"std::basic_string<wchar_t>", "std::wstring"},
        {"std::basic_string_view<char, std::char_traits<char> >", "std::string_view"},
        {"std::__1::basic_string<char, std::__1::char_traits<char>, std::__1::allocator<char> >", "std::string"},
        {"std::map<int, Rule, std::less<int>, std::allocator<std::pair<int const, Rule> > >", "std::map<int, Rule>"},
        {"std::map<int, Rule, std::less<void>, std::allocator<std::pair<int const, Rule> > >",
         "std::map<int, Rule, std::less<void>>"},
        {"std::map<int, Rule, std::greater<int>, Pool<int> >", "std::map<int, Rule, std::greater<int>, Pool<int>>"},
        {"std::unordered_map<std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >, int, "
         "std::hash<std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> > >, "
         "std::equal_to<std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> > >, "
         "std::allocator<std::pair<std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> > "
         "const, int> > >",
         "std::unordered_map<std::string, int>"},
        {"std::vector<std::vector<int, std::allocator<int> >, std::allocator<std::vector<int, std::allocator<int> > > "
         ">",
         "std::vector<std::vector<int>>"},
        {"std::unique_ptr<A, std::default_delete<A> >", "std::unique_ptr<A>"},
        {"mine::map<int, std::allocator<int> >", "mine::map<int, std::allocator<int>>"},
        {"f(std::chrono::time_point<std::chrono::_V2::steady_clock, std::chrono::duration<long, std::ratio<1l, "
         "1000000000l> > >)",
         "f(std::chrono::time_point<std::chrono::steady_clock>)"},
        {"f(std::chrono::duration<long, std::ratio<1l, 1000l> >)", "f(std::chrono::milliseconds)"},
        {"A::operator<(A const&) const", "A::operator<(A const&) const"},
        {"bool operator<< <int>(A<int, std::allocator<int> >)", "bool operator<< <int>(A<int, std::allocator<int>>)"},
        {"A::operator->() const", "A::operator->() const"},
        {"std::less<void>::operator()(int) const", "std::less<void>::operator()(int) const"},
        {"main::{lambda(std::vector<int, std::allocator<int> >)#1}::operator()() const",
         "main::{lambda(std::vector<int>)#1}::operator()() const"},
        {"reload(int) [clone .isra.0] [clone .cold]", "reload(int)"},
        {"void f<(E)1>(decltype((a)->b))", "void f<(E)1>(decltype((a)->b))"},
        {"f() [abi:cxx11]", "f() "},
        {"unbalanced<int, (", "unbalanced<int, ("},
        {"unbalanced)>]}", "unbalanced)>]}"},
        {"", ""},
    };
    for (const auto& [in, out] : cases) CHECK(readable(in) == out);
}

TEST_CASE("a name that does not fit is cut, never overrun") {
    const char* name = "std::map<std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >, "
                       "std::vector<int, std::allocator<int> >, std::less<int>, std::allocator<int> >::find(int)";
    for (std::size_t room = 1; room < 200; ++room) readable(name, room);
}

TEST_CASE("function names stand without return type and parameters") {
    const std::vector<std::pair<const char*, const char*>> cases = {
        {"evaluate(Request const&)", "evaluate"},
        {"main", "main"},
        {"void ns::f<int (*)(char)>(int)", "ns::f<int (*)(char)>"},
        {"(anonymous namespace)::Reloader::run()", "(anonymous namespace)::Reloader::run"},
        {"main::{lambda(int)#1}::operator()(int) const", "main::{lambda(int)#1}::operator()"},
        {"f(int)::{lambda()#1}::operator()() const", "f(int)::{lambda()#1}::operator()"},
        {"A::f(int) const::{lambda()#1}::operator()() const", "A::f(int) const::{lambda()#1}::operator()"},
        {"A::operator bool() const", "A::operator bool"},
        {"A::operator std::vector<int>() const", "A::operator std::vector<int>"},
        {"operator new(unsigned long)", "operator new"},
        {"bool ns::operator< <int>(A<int>)", "ns::operator< <int>"},
        {"decltype ((a)()) std::__invoke<f>(g)", "std::__invoke<f>"},
    };
    for (const auto& [in, out] : cases) CHECK(name_of(in) == out);
    CHECK(sinks::in_namespace("void std::for_each<A>(A)", "std"));
    CHECK(sinks::in_namespace("std::thread::_M_run()", "std"));
    CHECK_FALSE(sinks::in_namespace("f(std::string)", "std"));
    CHECK_FALSE(sinks::in_namespace("stdx::f()", "std"));
    CHECK_FALSE(sinks::in_namespace("ours<mapcheck::map<int, int> >::f()", "mapcheck"));
}

TEST_CASE("the user's line is on top, and stacks end where the user's code ends") {
    const auto in_std = [](const char* f) { return frame(f, "/usr/include/c++/12/bits/stl_algo.h"); };
    sinks::Frame runtime = frame("step_slow", nullptr, "libmapcheck.so.1");
    runtime.own = true;

    CHECK(shown({{frame("mapcheck::map<int, int>::erase(int)"), frame("reload()")}, {frame("main")}}) ==
          Names{"reload()", "main"});
    CHECK(shown({{frame("mapcheck::iterator::operator++()")}, {in_std("f std::for_each<f>(g)")}, {frame("scan()")}}) ==
          Names{"scan()"});
    CHECK(shown({{frame("cmp(int)")},
                 {in_std("std::_Rb_tree::insert()")},
                 {frame("load()")},
                 {frame("main")},
                 {frame("__libc_start_main", nullptr, "libc.so.6")},
                 {frame("_start", nullptr)}}) == Names{"cmp(int)", "std::_Rb_tree::insert()", "load()", "main"});
    CHECK(shown({{frame("work()")},
                 {in_std("void std::__invoke<work>(work&&)")},
                 {in_std("std::thread::_M_run()")},
                 {frame(nullptr, nullptr, "libstdc++.so.6")},
                 {runtime},
                 {frame(nullptr, nullptr, "libc.so.6")}}) == Names{"work()"});
    CHECK(shown({{runtime}, {frame("work()")}, {runtime}}) == Names{"work()"});
    CHECK(shown({{frame("handler(int)")}, {runtime}, {frame("compare()")}, {runtime}, {frame("main")}}) ==
          Names{"handler(int)", "compare()", "main"});
    // A user's specialisation of a standard template is the user's code.
    CHECK(shown({{frame("mapcheck::map<Key, int>::clear()"), frame("std::hash<Key>::operator()(Key) const", "key.h")},
                 {frame("main")}}) == Names{"std::hash<Key>::operator()(Key) const", "main"});
    // Made from a local type, a member has neither namespace nor parameters in the debug information.
    sinks::Frame local = frame("erase", "/opt/include/mapcheck/detail/container.h");
    local.inlined = true;
    CHECK(shown({{local, frame("reload()")}}) == Names{"reload()"});
    local.file = "erase.cpp";
    CHECK(shown({{local, frame("reload()")}}) == Names{"erase", "reload()"});
    // Mangled names, where demangling is not possible.
    CHECK(shown({{frame("_ZN8mapcheck3mapIiiE5eraseEi"), frame("_ZNSt6vectorIiE4sizeEv"), frame("_Z6reloadv")}}) ==
          Names{"_Z6reloadv"});
    // Without symbols modules tell.
    CHECK(shown({{frame(nullptr, nullptr, "libstdc++.so.6")},
                 {frame(nullptr, nullptr)},
                 {frame(nullptr, nullptr, "libc.so.6")},
                 {frame(nullptr, nullptr)}}) == Names{"?"});
    // A destructor that the C library calls at exit has no user's line.
    CHECK(shown({{frame("mapcheck::map<int, int>::~map()")}, {frame("__cxa_finalize", nullptr, "libc.so.6")}}) ==
          Names{"mapcheck::map<int, int>::~map()"});
    // Nothing else there: everything is shown.
    CHECK(shown({{in_std("std::sort()")}}) == Names{"std::sort()"});
    CHECK(shown({{frame("mapcheck::map<int, int>::erase(int)"), frame("reload()")}, {runtime}}, true) ==
          Names{"mapcheck::map<int, int>::erase(int)", "reload()", "step_slow"});
}

TEST_CASE("a line of the library in a function of the user's is dropped") {
    Frames resolver({{frame("reload(int)", "/opt/include/mapcheck/detail/container.h")}, {frame("main", "main.cpp")}});
    static sinks::StackView view;
    view.load(resolver.stack(), resolver, false);
    CHECK(view.top()->function == std::string("reload(int)"));
    CHECK(view.top()->file == nullptr);
    CHECK(view.top()->line == 0);
    CHECK((view.begin() + 1)->file == std::string("main.cpp"));
}

TEST_CASE("a lost inlined call is found at an instruction before") {
    // What gcc 12's libbacktrace gives for a call between whose instructions another inlined one begins.
    Frames resolver({{frame("mapcheck::map<int, int>::erase(int)", "/opt/include/mapcheck/detail/container.h"),
                      frame("reload(int)", "rules.cpp")},
                     {frame("reload(int)", "/opt/include/mapcheck/detail/container.h")}});
    Stack stack = {};
    stack.pc[stack.size++] = 1;
    static sinks::StackView view;
    view.load(stack, resolver, false);
    CHECK(view.top()->function == std::string("reload(int)"));
    CHECK(view.top()->file == std::string("rules.cpp"));
}

TEST_CASE("verbose does not change which line is the user's") {
    Frames resolver({{frame("mapcheck::map<int, int>::erase(int)"), frame("reload()")}});
    static sinks::StackView view;
    view.load(resolver.stack(), resolver, true);
    CHECK(view.top()->function == std::string("reload()"));
}

TEST_CASE("every kind, call, role, evidence and advice has its words") {
    std::vector<std::string> texts, ids;
    for (int k = 0; k < static_cast<int>(Kind::count_); ++k) {
        texts.emplace_back(kind_text(static_cast<Kind>(k)));
        ids.emplace_back(kind_id(static_cast<Kind>(k)));
        for (int a = 0; a <= static_cast<int>(Advice::check_end); ++a) {
            const std::string advice = advice_text(static_cast<Advice>(a), static_cast<Kind>(k));
            CHECK_FALSE(advice.empty());
            CHECK(advice.find('\n') == std::string::npos);
        }
    }
    const std::vector<std::string> rules = {
#define MAPCHECK_SWITCH(name) #name,
#include "core/switches.inc"
#undef MAPCHECK_SWITCH
    };
    REQUIRE(rules.size() >= ids.size());
    CHECK(std::equal(ids.begin(), ids.end(), rules.begin()));
    std::sort(texts.begin(), texts.end());
    CHECK(std::unique(texts.begin(), texts.end()) == texts.end());
    CHECK(texts.end() == std::find(texts.begin(), texts.end(), "unknown finding"));
    for (int op = 1; op < static_cast<int>(hot::Op::count_); ++op) {
        CHECK(op_text(static_cast<hot::Op>(op)) != std::string("unknown call"));
    }
}

TEST_CASE("equal findings have equal keys, whichever side came first") {
    using Table = edges::ReporterTable;
    static Table table;
    table.clear();
    Finding f = {};
    f.kind = Kind::read_write;
    f.sides = 2;
    f.side[0].stack.size = f.side[1].stack.size = 2;
    f.side[0].stack.pc[0] = 0x1000;
    f.side[1].stack.pc[0] = 0x2000;
    Finding swapped = f;
    std::swap(swapped.side[0], swapped.side[1]);
    Finding deeper = f;
    deeper.side[0].stack.pc[1] = 0x77;
    Finding other_line = f, other_kind = f, same_line = f;
    other_line.side[1].stack.pc[0] = 0x2001;
    other_kind.kind = Kind::write_write;
    same_line.side[1].stack.pc[0] = same_line.side[0].stack.pc[0];

    const std::uint64_t key = Table::key_of(f);
    CHECK(key != 0);
    CHECK(Table::key_of(swapped) == key);
    CHECK(Table::key_of(deeper) == key);
    CHECK(Table::key_of(other_line) != key);
    CHECK(Table::key_of(other_kind) != key);
    CHECK(Table::key_of(same_line) != key);
    CHECK_FALSE(table.known(key));
    CHECK(table.remember(key));
    CHECK(table.known(key));
    CHECK_FALSE(table.known(Table::key_of(other_line)));
}

TEST_CASE("the table of findings is bounded") {
    static edges::ReporterTable table;
    table.clear();
    std::size_t kept = 0;
    for (std::uint64_t key = 1; key < 3 * edges::ReporterTable::max_keys; ++key) kept += table.remember(key) ? 1 : 0;
    CHECK(kept < edges::ReporterTable::max_keys);
    CHECK(kept >= edges::ReporterTable::max_keys / 2);
    CHECK(table.known(1));
    CHECK_FALSE(table.known(3 * edges::ReporterTable::max_keys));
    for (std::size_t i = 0; i < edges::ReporterTable::max_printed; ++i) {
        CHECK(table.may_print());
        table.count_printed(Kind::dead_erase);
    }
    CHECK_FALSE(table.may_print());
    CHECK(table.total().printed == edges::ReporterTable::max_printed);
}

TEST_CASE("the nearest word is near") {
    const char* const words[] = {"exitcode", "halt_on_error", "color", "order"};
    const auto near = [&words](const char* text) {
        const char* word = edges::nearest(text, std::string(text).size(), words, 4);
        return std::string(word != nullptr ? word : "");
    };
    CHECK(near("exit_code") == "exitcode");
    CHECK(near("exitcdoe") == "exitcode");
    CHECK(near("colour") == "color");
    CHECK(near("halt") == "halt_on_error");
    CHECK(near("haltonerror") == "halt_on_error");
    CHECK(near("suppressions") == "");
    CHECK(near("") == "");
    CHECK(near("a_word_that_is_much_longer_than_any_option_name") == "");
}

TEST_CASE("a line that is full is cut") {
    sinks::LineOf<8> line;
    line.text("abc");
    line.number(1234567);
    line.text("x");
    CHECK(std::string(line.end()) == "abc1234");
    CHECK(line.size() == 7);
}
