// What is remembered belongs to the right map, task and thread: slots, records and traces are used again.
#include <string>

#include "catch.h"
#include "core/slot.h"
#include "core/trace.h"
#include "simulation/shared_components.h"
#include "simulation/simulation.h"

using namespace mapcheck;
using simulation::Simulation;

namespace {

Finding last;

void keep(const Finding& finding) { last = finding; }

/// As if the map had died and another one, of the same name in records, had its slot now.
void reborn(Simulation& s, char map) {
    hot::Slot& slot = *hot::slot_at(s.map(map).handle);
    constexpr std::uint32_t round = 1U << 12; // a multiple of what a record's name keeps of a birth
    slot.birth += round;
    slot.word += hot::Word{round} << 32;
    slot.readers = 0;
    slot.last_change = slot.first_fill = hot::Access{};
    slot.last_write = 0;
}

} // namespace

TEST_CASE("a step in an earlier map of the same slot is not told as one in this map") {
    Simulation s;
    s.run("0 insert m a; 0 create 1; 0 create 2; 1 begin m i");
    reborn(s, 'm');
    s.run("1 find m a; 2 erase m a");
    CHECK(s.findings() == "read_write erase/2 find/1 unordered");
}

TEST_CASE("a read of an earlier map of the same slot accuses no writer of this one") {
    // 1 and 2 are one to the clocks: the bit of the slot says only that one of them has read.
    const simulation::SharedComponents five;
    Simulation s;
    s.run("0 insert m a; 0 insert n a; 0 create 1; 0 create 2; 0 create 3; 0 create 4");
    for (int i = 0; i < 20; ++i) s.run("1 find n a; 1 release Y"); // its clock is beyond that of 2
    s.run("1 find m a");
    reborn(s, 'm');
    s.run("2 find m a; 2 release X; 3 acquire X; 3 erase m a");
    CHECK(s.findings() == "");
}

TEST_CASE("the last events name the task of each") {
    Simulation s;
    s.run("0 insert m a; 0 create 1; 0 create 2; 1 find m a");
    core::set_finding_handler(keep);
    core::Thread& one = *s.thread(1).core;
    const std::uint32_t own = one.task;
    s.run("1 insert m b");
    core::thread_set_task(one, 4001);
    s.run("1 insert m c; 1 insert m d");
    core::thread_set_task(one, 4002);
    s.run("1 insert m e");
    core::thread_set_task(one, own);
    s.run("1 insert m f");
    core::thread_set_task(one, 4003);
    s.run("2 erase m a");
    REQUIRE(last.kind == Kind::write_write);
    std::string tasks;
    REQUIRE(last.events > 5);
    for (std::size_t i = last.events - 5U; i < last.events; ++i)
        tasks += last.event[i].task == own ? "own " : std::to_string(last.event[i].task) + " ";
    CHECK(tasks == "own 4001 4001 4002 own ");
    core::thread_set_task(one, own);
}

TEST_CASE("and those of a thread that ended, when its place is another's") {
    const simulation::SharedComponents five;
    Simulation s;
    s.run("0 insert m a; 0 create 1; 0 create 2; 0 create 3; 0 create 4; 1 insert m b; 1 exit");
    const std::uint32_t ended = s.thread(1).core->task;
    core::Thread* const place = s.thread(1).core;
    s.run("0 create 5; 5 find o a");
    REQUIRE(s.thread(5).core == place);
    core::set_finding_handler(keep);
    s.run("3 erase m a");
    REQUIRE(last.events >= 2);
    CHECK(last.event[last.events - 1].task == ended);
}
