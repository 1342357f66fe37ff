// core/slot.h by itself: the pool, identity over time, types and names.
#include "core/slot.h"

#include <set>
#include <string>
#include <vector>

#include "catch.h"
#include "core/config.h"
#include "simulation/simulation.h"

using namespace mapcheck;
using namespace mapcheck::core;
using mapcheck::simulation::Simulation; // sees to it that the region is mapped

namespace {

char object[256];
const hot::MapType tree{MAPCHECK_ABI_VERSION, 0, "std::set<int>"};
const hot::MapType unordered{MAPCHECK_ABI_VERSION, 1, "std::unordered_set<int>"};

hot::Slot& take(const hot::MapType* type = &tree) { return *slot_take(7, object, object + 16, type); }

} // namespace

TEST_CASE("a fresh slot") {
    Simulation s;
    const std::uint64_t before = counters.maps;
    hot::Slot& slot = take();
    CHECK(counters.maps == before + 1);
    CHECK(offset_in_region(slot) != 0);
    CHECK(offset_in_region(slot) % hot::slot_bytes == 0);
    CHECK(hot::slot_at(offset_in_region(slot)) == &slot);
    CHECK((slot.word & ~hot::flag_bits) == slot.word);
    CHECK(hot::offset_of(slot.word) == offset_in_region(slot));
    CHECK(hot::epoch_of(slot.word) == slot.birth);
    CHECK(slot.birth != 0); // epoch 0 is an iterator that was never stamped
    CHECK(slot.owner == 7);
    CHECK(slot.last_write == 0);
    CHECK(slot.readers == 0);
    CHECK(slot.first_fill.task == 0);
    slot_give_back(slot);
}

TEST_CASE("the null slot's word is 0 for ever") {
    Simulation s;
    CHECK(hot::slot_at(0)->word == 0);
    CHECK(hot::slot_at(0)->owner == 0);
    s.run("1 insert m a; 1 destroy m; 1 end n i; 1 step i; 1 use i");
    CHECK(hot::slot_at(0)->word == 0);
}

TEST_CASE("a slot that was given back is dead, and rests") {
    Simulation s;
    hot::Slot& slot = take();
    const std::uint32_t epoch = hot::epoch_of(slot.word);
    slot_give_back(slot);
    CHECK((slot.word & (hot::dead | hot::in_flight)) == (hot::dead | hot::in_flight));
    CHECK(hot::epoch_of(slot.word) > epoch);
    CHECK(slot.owner == hot::shared_owner);
    std::set<std::uint32_t> seen;
    hot::Slot* again = nullptr;
    int others = 0;
    for (; again == nullptr && others < 100'000; ++others) {
        hot::Slot& other = take();
        if (&other == &slot)
            again = &other;
        else
            slot_give_back(other);
    }
    REQUIRE(again != nullptr);
    CHECK(others > 8000); // thousands of others first
    CHECK(hot::epoch_of(slot.word) > epoch + 1);
    CHECK((slot.word & hot::flag_bits) == 0);
    CHECK(slot.birth == hot::epoch_of(slot.word));
    slot_give_back(slot);
}

// A child of fork, or whoever jumped out of a signal handler, may find the pool as another thread left it half-way.
TEST_CASE("a slot that stands in the pool twice is given out once") {
    Simulation s;
    hot::Slot& slot = take();
    slot_give_back(slot);
    slot_give_back(slot);
    int times = 0;
    for (int i = 0; i < 100'000; ++i) {
        hot::Slot& other = take();
        if (&other == &slot)
            ++times; // and is not given back
        else
            slot_give_back(other);
    }
    CHECK(times == 1);
    slot_give_back(slot);
}

TEST_CASE("the end node goes with the object") {
    Simulation s;
    hot::Slot& slot = take();
    CHECK(slot_end_node(slot) == object + 16);
    slot_set_map(slot, object + 64, object + 80);
    CHECK(slot_end_node(slot) == object + 80);
    slot_set_map(slot, object, nullptr);
    CHECK(slot_end_node(slot) == nullptr);
    CHECK(slot.header == hot::no_header);
    slot_give_back(slot);
}

TEST_CASE("types are known by their text, whatever their module does") {
    Simulation s;
    hot::Slot& a = take(&tree);
    hot::Slot& b = take(&unordered);
    CHECK(std::string(slot_type(a).name) == tree.name);
    CHECK_FALSE(slot_type(a).is_unordered);
    CHECK(slot_type(b).is_unordered);
    // The same address, another text: the module was unloaded and another one loaded.
    char text[] = "std::map<A, B>";
    hot::MapType moving{MAPCHECK_ABI_VERSION, 0, text};
    hot::Slot& c = take(&moving);
    text[9] = 'X';
    moving.is_unordered = 1;
    hot::Slot& d = take(&moving);
    CHECK(std::string(slot_type(c).name) == "std::map<A, B>");
    CHECK(std::string(slot_type(d).name) == "std::map<X, B>");
    CHECK(slot_type(d).is_unordered);
    const hot::MapType strange{MAPCHECK_ABI_VERSION + 1, 1, "from another version"};
    hot::Slot& e = take(&strange);
    CHECK(std::string(slot_type(e).name) == "map");
    for (hot::Slot* slot : {&a, &b, &c, &d, &e}) slot_give_back(*slot);
}

TEST_CASE("names are copied, and go when the slot goes") {
    Simulation s;
    hot::Slot& slot = take();
    CHECK(slot_name(slot) == nullptr);
    char name[] = "sessions";
    slot_set_name(slot, name);
    name[0] = 'x';
    CHECK(std::string(slot_name(slot)) == "sessions");
    const char* const kept = slot_name(slot);
    slot_set_name(slot, "sessions"); // no second copy
    CHECK(slot_name(slot) == kept);
    slot_set_name(slot, nullptr);
    CHECK(std::string(slot_name(slot)) == "sessions");
    slot_give_back(slot);
    for (int i = 0; i < 100'000; ++i) {
        hot::Slot& other = take();
        const bool same = &other == &slot;
        if (same) CHECK(slot_name(other) == nullptr);
        slot_give_back(other);
        if (same) return;
    }
    FAIL("the slot was never given out again");
}

TEST_CASE("any handle names memory inside the region") {
    for (std::uint32_t handle : {0U, 1U, 127U, 128U, 0xffffffffU, hot::region_bytes}) {
        const auto at = reinterpret_cast<std::uintptr_t>(hot::slot_at(handle));
        CHECK(at >= hot::region_base);
        CHECK(at + hot::slot_bytes <= hot::region_base + hot::region_bytes);
        CHECK(at % hot::slot_bytes == 0);
    }
}
