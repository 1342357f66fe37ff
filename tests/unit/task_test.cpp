// core/task.h by itself.
#include "core/task.h"

#include <cstring>
#include <string>

#include "catch.h"

using namespace mapcheck::core;

TEST_CASE("task ids are dense") {
    const std::uint32_t first = task_create(0, 0x1234, 5);
    CHECK(first > 0);
    CHECK(task_create(first, 0, 0) == first + 1);
    CHECK(task_count() == first + 1);
    const Task* task = task_find(first);
    REQUIRE(task != nullptr);
    CHECK(task->id == first);
    CHECK(task->creator == 0);
    CHECK(task->creation_pc == 0x1234);
    CHECK(task->creation_stack == 5);
    CHECK(std::strlen(task->name) == 0);
    CHECK(task_find(first + 1)->creator == first);
}

TEST_CASE("what was never made is not found") {
    CHECK(task_find(0) == nullptr);
    CHECK(task_find(task_count() + 1) == nullptr);
    task_set_name(0, "nobody");
    task_set_name(task_count() + 1, "nobody");
}

TEST_CASE("names are copied and cut at 31 bytes") {
    const std::uint32_t id = task_create(0, 0, 0);
    char text[] = "worker";
    task_set_name(id, text);
    text[0] = 'x';
    CHECK(std::string(task_find(id)->name) == "worker");
    task_set_name(id, "0123456789012345678901234567890123456789");
    CHECK(std::string(task_find(id)->name) == "0123456789012345678901234567890");
    task_set_name(id, "");
    CHECK(std::string(task_find(id)->name).empty());
    task_set_name(id, nullptr);
    CHECK(std::string(task_find(id)->name).empty());
}

TEST_CASE("a record that was overwritten is not taken for another") {
    const std::uint32_t old = task_create(0, 0, 0);
    task_set_name(old, "old");
    std::uint32_t last = old;
    for (int i = 0; i < 1 << 16; ++i) last = task_create(0, 0, 0);
    CHECK(task_find(old) == nullptr);
    CHECK(task_find(last) != nullptr);
    CHECK(std::strlen(task_find(last)->name) == 0);
}
