// The symbolizer on this very program and on libraries built beside it: exact lines, inlined frames,
// what is loaded late, what is gone, what was replaced.
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>

#include <dlfcn.h>
#include <unistd.h>

#include "catch.h"
#include "edges/symbolizer.h"

using namespace mapcheck;

namespace named_for_this_test {
int global_object[4];
std::mutex global_lock;
} // namespace named_for_this_test

namespace {

struct Here {
    std::uint64_t pc;
    int line;
};

__attribute__((always_inline)) inline std::uint64_t next_instruction() {
    std::uint64_t pc;
#if defined(__x86_64__)
    asm volatile("lea 0(%%rip), %0" : "=r"(pc));
#else
    asm volatile("adr %0, .+4" : "=r"(pc));
#endif
    return pc;
}

__attribute__((noinline)) Here a_function() {
    Here h;
    h.pc = next_instruction();
    h.line = __LINE__ - 1;
    asm volatile("" : : "r"(&h) : "memory");
    return h;
}

edges::Symbolizer& symbolizer() {
    static const auto made = std::make_unique<edges::Symbolizer>();
    made->begin_report(true);
    return *made;
}

/// The same with nothing read yet.
std::unique_ptr<edges::Symbolizer> fresh(bool malloc_is_safe = true) {
    auto made = std::make_unique<edges::Symbolizer>();
    made->begin_report(malloc_is_safe);
    return made;
}

std::string text(const char* t) { return t != nullptr ? t : ""; }

bool ends_with(const std::string& t, const std::string& end) {
    return t.size() >= end.size() && t.compare(t.size() - end.size(), end.size(), end) == 0;
}

/// A copy of the test library under a name of its own, loaded.
class Library {
  public:
    explicit Library(const std::string& name)
        : path_(std::filesystem::temp_directory_path() / (name + std::to_string(getpid()) + ".so")) {
        std::filesystem::copy_file(MAPCHECK_SYMBOLIZER_LIBRARY, path_,
                                   std::filesystem::copy_options::overwrite_existing);
        handle_ = dlopen(path_.c_str(), RTLD_NOW | RTLD_LOCAL);
        REQUIRE(handle_ != nullptr);
    }
    ~Library() {
        dlclose(handle_);
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    std::uint64_t pc() const {
        using Function = std::uint64_t (*)();
        return reinterpret_cast<Function>(dlsym(handle_, "address_in_library"))();
    }
    std::uint64_t object() const { return reinterpret_cast<std::uint64_t>(dlsym(handle_, "object_in_library")); }
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
    void* handle_;
};

} // namespace

TEST_CASE("a return address becomes function, file and line, inlined calls first") {
    const Here h = a_function();
    sinks::Frame f[8];
    const std::size_t n = symbolizer().frames(h.pc, f, 8);
    REQUIRE(n == 2);
    CHECK(text(f[0].function).find("next_instruction") != std::string::npos);
    CHECK(f[0].inlined);
    CHECK(text(f[1].function) == "(anonymous namespace)::a_function()");
    CHECK(ends_with(text(f[1].file), "unit/symbolizer_test.cpp"));
    CHECK(f[1].line == static_cast<unsigned>(h.line));
    CHECK_FALSE(f[1].inlined);
    CHECK(text(f[1].module) == std::filesystem::read_symlink("/proc/self/exe").filename());
    CHECK_FALSE(f[1].own);
}

TEST_CASE("room for one frame gives one frame") {
    sinks::Frame f[2] = {};
    f[1].line = 77;
    CHECK(symbolizer().frames(a_function().pc, f, 1) == 1);
    CHECK(f[1].line == 77);
    CHECK(symbolizer().frames(a_function().pc, f, 0) == 0);
}

TEST_CASE("addresses outside of all modules stay numbers") {
    const int on_stack = 0;
    for (const std::uint64_t pc : {std::uint64_t{1}, reinterpret_cast<std::uint64_t>(&on_stack), ~std::uint64_t{0}}) {
        sinks::Frame f[2];
        REQUIRE(symbolizer().frames(pc, f, 2) == 1);
        CHECK(f[0].function == nullptr);
        CHECK(f[0].file == nullptr);
        CHECK(f[0].offset == pc - 1);
    }
}

TEST_CASE("global objects have names") {
    std::uint64_t distance = 99;
    const auto at = [](const void* p) { return reinterpret_cast<std::uint64_t>(p); };
    CHECK(text(symbolizer().object(at(&named_for_this_test::global_lock), &distance)) ==
          "named_for_this_test::global_lock");
    CHECK(distance == 0);
    CHECK(text(symbolizer().object(at(&named_for_this_test::global_object[2]), &distance)) ==
          "named_for_this_test::global_object");
    CHECK(distance == 2 * sizeof(int));
    std::mutex local;
    const auto on_heap = std::make_unique<std::mutex>();
    CHECK(symbolizer().object(at(&local), &distance) == nullptr);
    CHECK(symbolizer().object(at(on_heap.get()), &distance) == nullptr);
}

TEST_CASE("the low half of a code address names it") {
    const Here h = a_function();
    CHECK(symbolizer().code_address(static_cast<std::uint32_t>(h.pc)) == h.pc);
    CHECK(symbolizer().code_address(7) == 0);
}

TEST_CASE("a library loaded after the first look-up is seen") {
    sinks::Frame f[8];
    REQUIRE(symbolizer().frames(a_function().pc, f, 8) == 2);
    const Library library("loaded_late");
    const std::size_t n = symbolizer().frames(library.pc(), f, 8);
    CHECK(text(f[n - 1].function) == "address_in_library");
    CHECK(ends_with(text(f[n - 1].file), "unit/symbolizer/symbolizer_library.cpp"));
    CHECK(f[n - 1].line == MAPCHECK_SYMBOLIZER_LIBRARY_LINE);
    CHECK(text(f[n - 1].module) == library.path().filename());
    std::uint64_t distance = 0;
    CHECK(text(symbolizer().object(library.object(), &distance)) == "object_in_library");
}

TEST_CASE("a library in the place of another is not taken for it") {
    sinks::Frame f[8];
    for (const char* name : {"first", "second", "third"}) {
        const Library library(name);
        const std::size_t n = symbolizer().frames(library.pc(), f, 8);
        CHECK(text(f[n - 1].module) == library.path().filename());
        CHECK(f[n - 1].line == MAPCHECK_SYMBOLIZER_LIBRARY_LINE);
    }
}

TEST_CASE("a library that was deleted or replaced is an offset, not a wrong name") {
    const int replace = GENERATE(0, 1, 2); // by nothing, by another program, by another build of itself
    const Library library("gone");
    std::filesystem::remove(library.path());
    if (replace == 1) std::filesystem::copy_file(std::filesystem::read_symlink("/proc/self/exe"), library.path());
    if (replace == 2) {
        std::filesystem::copy_file(MAPCHECK_SYMBOLIZER_LIBRARY, library.path());
        std::fstream file(library.path(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(15); // padding of the ELF header; a linker would change the build id
        file.put('x');
        REQUIRE(file.good());
    }
    sinks::Frame f[8];
    const auto fresh_one = fresh();
    REQUIRE(fresh_one->frames(library.pc(), f, 8) == 1);
    CHECK(f[0].function == nullptr);
    CHECK(f[0].line == 0);
    CHECK(text(f[0].module) == library.path().filename());
    CHECK(f[0].offset < std::filesystem::file_size(MAPCHECK_SYMBOLIZER_LIBRARY));
}

TEST_CASE("where malloc is not safe there are still lines") {
    const Here h = a_function();
    sinks::Frame f[8];
    const auto fresh_one = fresh(false);
    const std::size_t n = fresh_one->frames(h.pc, f, 8);
    REQUIRE(n == 2);
    CHECK(f[1].line == static_cast<unsigned>(h.line));
    CHECK(text(f[1].function).find("a_function") != std::string::npos);
}

TEST_CASE("after a fork everything is read again") {
    const Here h = a_function();
    sinks::Frame f[8];
    const auto fresh_one = fresh();
    REQUIRE(fresh_one->frames(h.pc, f, 8) == 2);
    fresh_one->after_fork();
    fresh_one->begin_report(true);
    REQUIRE(fresh_one->frames(h.pc, f, 8) == 2);
    CHECK(f[1].line == static_cast<unsigned>(h.line));
}
