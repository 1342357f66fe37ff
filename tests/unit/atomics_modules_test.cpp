// The gate: which modules' synchronisation is seen. Loads three libraries made of one source: without a
// mark, with a mark in time, and with a mark that came too late.
#define MAPCHECK
#include <mapcheck/atomics.h>

#include <cstdlib>
#include <dlfcn.h>
#include <string>

#include "catch.h"
#include "edges/modules.h"
#include "edges/modules_known.h"

using namespace mapcheck;
using edges::known_module;
using edges::Synchronises;

namespace {

class Library {
  public:
    explicit Library(const char* path) : handle_(dlopen(path, RTLD_NOW | RTLD_LOCAL)) {
        INFO(path << ": " << (handle_ == nullptr ? dlerror() : "loaded"));
        REQUIRE(handle_ != nullptr);
    }
    ~Library() { dlclose(handle_); }
    const void* code() const { return dlsym(handle_, "mapcheck_test_function"); }

  private:
    void* handle_;
};

std::string names() {
    const char* text = edges::unseen_module_names();
    return text != nullptr ? text : "";
}
std::string reason() {
    char text[512];
    return std::string(text, edges::order_reason(text, sizeof text));
}
bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("names of known modules") {
    CHECK(known_module("libc.so.6") == Synchronises::by_calls);
    CHECK(known_module("libc-2.31.so") == Synchronises::by_calls);
    CHECK(known_module("libcbor.so.0") == Synchronises::unknown);
    CHECK(known_module("libc-client.so.2007e") == Synchronises::unknown);
    CHECK(known_module("libc") == Synchronises::by_calls);
    CHECK(known_module("libstdc++.so.6.0.30") == Synchronises::by_calls);
    CHECK(known_module("libc++.so.1") == Synchronises::by_calls);
    CHECK(known_module("ld-linux-x86-64.so.2") == Synchronises::by_calls);
    CHECK(known_module("ld-linux-aarch64.so.1") == Synchronises::by_calls);
    CHECK(known_module("libgomp.so.1") == Synchronises::by_calls);
    CHECK(known_module("libtbb.so.12") == Synchronises::by_calls);
    CHECK(known_module("libomp.so.5") == Synchronises::by_itself);
    CHECK(known_module("libtbbmalloc.so.2") == Synchronises::by_calls);
    CHECK(known_module("libQt5Core.so.5") == Synchronises::by_itself);
    CHECK(known_module("libglib-2.0.so.0") == Synchronises::by_calls);
    CHECK(known_module("libboost_thread.so.1.81.0") == Synchronises::by_calls);
    CHECK(known_module("mapcheck_unit") == Synchronises::unknown);
    CHECK(known_module("") == Synchronises::unknown);
}

TEST_CASE("threads made by this program and by the C library are seen, by nowhere are not") {
    CHECK_FALSE(edges::module_of_unseen_synchronisation(reinterpret_cast<const void*>(&known_module)));
    CHECK_FALSE(edges::module_of_unseen_synchronisation(reinterpret_cast<const void*>(&std::abort)));
    CHECK(edges::module_of_unseen_synchronisation(reinterpret_cast<const void*>(64)));
}

TEST_CASE("a library without a mark is named while it is loaded, and its threads are unseen") {
    CHECK(edges::order_seen() == core::Order::full);
    CHECK_FALSE(has(names(), "unmarked"));
    {
        const Library library(MAPCHECK_TEST_UNMARKED);
        CHECK(has(names(), "unmarked"));
        CHECK(edges::module_of_unseen_synchronisation(library.code()));
        CHECK(edges::order_seen() == core::Order::full);
    }
    CHECK_FALSE(has(names(), "unmarked"));
}

TEST_CASE("a marked library is seen") {
    const Library library(MAPCHECK_TEST_MARKED);
    CHECK_FALSE(has(names(), "libatomics_marked"));
    CHECK_FALSE(edges::module_of_unseen_synchronisation(library.code()));
    CHECK(edges::order_seen() == core::Order::full);
    CHECK(reason().empty());
}

TEST_CASE("a mark that came too late narrows order while its library is loaded, and names the file") {
    {
        const Library library(MAPCHECK_TEST_LATE);
        CHECK(edges::order_seen() == core::Order::partly);
        CHECK(has(reason(), "atomics_library.cpp"));
        CHECK(has(reason(), "-include mapcheck/atomics.h"));
        CHECK(has(names(), "(atomics_library.cpp)"));
        CHECK_FALSE(edges::module_of_unseen_synchronisation(library.code()));
    }
    CHECK(edges::order_seen() == core::Order::full);
    CHECK(reason().empty());
}

TEST_CASE("loaded again and again, marks come and go") {
    for (int i = 0; i < 20; ++i) {
        const Library unmarked(MAPCHECK_TEST_UNMARKED);
        const Library marked(MAPCHECK_TEST_MARKED);
        CHECK(edges::module_of_unseen_synchronisation(unmarked.code()));
        CHECK_FALSE(edges::module_of_unseen_synchronisation(marked.code()));
    }
}
