// core/tombstone.h by itself: one place for many nodes, and what an entry that takes it leaves behind.
#include "core/tombstone.h"

#include "catch.h"
#include "core/slot.h"
#include "simulation/simulation.h"

using namespace mapcheck;
using namespace mapcheck::core;
using mapcheck::simulation::Simulation;

namespace {

/// Two maps' slots, and nodes that share a place of the table.
struct Two {
    Simulation simulation;
    hot::Slot* m = nullptr;
    hot::Slot* n = nullptr;
    std::uintptr_t node = 0x6500'0000'0000 + 32 * 777;

    Two() {
        simulation.run("1 insert m a; 1 insert n a");
        m = hot::slot_at(simulation.map('m').handle);
        n = hot::slot_at(simulation.map('n').handle);
    }
    const void* twin(std::uintptr_t i) const { return reinterpret_cast<const void*>(node + (i * 32 << 16)); }
    static hot::Word at(const hot::Slot* s, std::uint32_t epoch) {
        return hot::Word{epoch} << 32 | offset_in_region(*s);
    }
    bool has(const void* element, const hot::Slot* s) { return tombstone_find(element, offset_in_region(*s), out); }
    Tombstone out{};
};

hot::Access by(std::uint32_t task) { return {std::uint64_t{0x1234}, 7, task}; }

} // namespace

TEST_CASE("what was put is found, for its slot only") {
    Two t;
    CHECK_FALSE(t.has(t.twin(0), t.m));
    tombstone_put(t.twin(0), Two::at(t.m, 50) | hot::in_flight, by(3));
    REQUIRE(t.has(t.twin(0), t.m));
    CHECK(hot::epoch_of(t.out.word) == 50);
    CHECK((t.out.word & hot::flag_bits) == 0);
    CHECK(t.out.pc_op == 0x1234);
    CHECK(t.out.stack == 7);
    CHECK(t.out.task == 3);
    CHECK_FALSE(t.has(t.twin(0), t.n));
    CHECK_FALSE(t.has(t.twin(1), t.m));
}

TEST_CASE("a later death of the same node in the same map replaces the entry and loses nothing") {
    Two t;
    tombstone_put(t.twin(0), Two::at(t.m, 50), by(3));
    tombstone_put(t.twin(0), Two::at(t.m, 60), by(4));
    REQUIRE(t.has(t.twin(0), t.m));
    CHECK(hot::epoch_of(t.out.word) == 60);
    CHECK(t.m->lost == 0);
}

TEST_CASE("another node that takes the place marks the loser's slot") {
    Two t;
    tombstone_put(t.twin(0), Two::at(t.m, 50), by(3));
    tombstone_put(t.twin(1), Two::at(t.n, 9), by(4));
    CHECK_FALSE(t.has(t.twin(0), t.m));
    CHECK(t.m->lost == 50);
    CHECK(t.n->lost == 0);
    tombstone_put(t.twin(2), Two::at(t.m, 51), by(4));
    CHECK(t.n->lost == 9);
    tombstone_put(t.twin(3), Two::at(t.m, 52), by(4)); // of the same map: it loses as well
    CHECK(t.m->lost == 51);
    // An older one that is lost later does not bring the mark back.
    tombstone_put(t.twin(4), Two::at(t.m, 20), by(4));
    tombstone_put(t.twin(5), Two::at(t.n, 10), by(4));
    CHECK(t.m->lost == 52);
}

TEST_CASE("the same node in another map takes the place too") {
    Two t;
    tombstone_put(t.twin(0), Two::at(t.m, 50), by(3));
    tombstone_put(t.twin(0), Two::at(t.n, 8), by(4));
    CHECK_FALSE(t.has(t.twin(0), t.m));
    CHECK(t.has(t.twin(0), t.n));
    CHECK(t.m->lost == 50);
}

TEST_CASE("an element that moved says where it is") {
    Two t;
    tombstone_put_moved(t.twin(0), Two::at(t.m, 50) | hot::in_flight, Two::at(t.n, 8) | hot::in_flight);
    REQUIRE(t.has(t.twin(0), t.m));
    CHECK(t.out.task == moved_mark);
    CHECK(t.out.pc_op == Two::at(t.n, 8));
}
