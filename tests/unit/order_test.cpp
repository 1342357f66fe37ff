// core/order.h by itself: what an acquire learns, and when a thread's clock moves.
#include "core/order.h"

#include <set>
#include <vector>

#include "catch.h"
#include "core/order_table.h"
#include "core/thread.h"
#include "simulation/simulation.h"

using namespace mapcheck::core;
using mapcheck::simulation::Simulation;

namespace {

struct Pair {
    Simulation simulation;
    Thread& a = *simulation.thread(1).core;
    Thread& b = *simulation.thread(2).core;
    Key key(const char* name, ObjectKind kind = ObjectKind::lock) { return simulation.key(name, kind); }
};

EventId access(Thread& t) {
    fresh(t);
    touched(t);
    return now(t);
}

} // namespace

TEST_CASE("keys keep addresses and kinds apart") {
    std::set<Key> keys;
    for (std::uint64_t address = 0x1000; address < 0x2000; address += 4)
        for (int kind = 1; kind <= static_cast<int>(ObjectKind::other); ++kind)
            keys.insert(key_of(address, static_cast<ObjectKind>(kind)));
    CHECK(keys.size() == 1024 * 12);
    CHECK(keys.count(0) == 0); // an empty place of the table
}

TEST_CASE("an acquire learns what was released, and only that") {
    Pair p;
    const EventId first = access(p.a);
    CHECK_FALSE(ordered(p.b, first));
    release(p.a, p.key("L"));
    const EventId second = access(p.a);
    CHECK(second != first);
    acquire(p.b, p.key("L"));
    CHECK(ordered(p.b, first));
    CHECK_FALSE(ordered(p.b, second));
    CHECK(ordered(p.a, second));
}

TEST_CASE("a clock that was published gets no further access") {
    Pair p;
    const EventId before = access(p.a);
    CHECK(access(p.a) == before);
    release(p.a, p.key("L"));
    CHECK(access(p.a) != before);
    const EventId after = access(p.a);
    Birth birth{};
    thread_prepare(p.a, birth, 0, 0);
    CHECK(birth.clock.covers(after));
    CHECK(access(p.a) != after);
}

TEST_CASE("to know what was shown is not to know what came after") {
    Pair p;
    access(p.a);
    release(p.a, p.key("M")); // knows nothing of b
    const EventId of_b = access(p.b);
    release(p.b, p.key("N"));
    Thread& c = *p.simulation.thread(3).core;
    acquire(c, p.key("M"));
    acquire(p.a, p.key("N"));
    release(p.a, p.key("M"));
    CHECK_FALSE(ordered(c, of_b));
    acquire(c, p.key("M"));
    CHECK(ordered(c, of_b));
}

TEST_CASE("synchronisation without accesses uses up no clocks") {
    Pair p;
    access(p.a);
    release(p.a, p.key("L"));
    const EventId rest = now(p.a);
    for (int i = 0; i < 100; ++i) {
        acquire(p.a, p.key("L"));
        release(p.a, p.key("L"));
    }
    CHECK(now(p.a) == rest);
}

TEST_CASE("an object collects what several have released") {
    Pair p;
    const EventId of_a = access(p.a);
    const EventId of_b = access(p.b);
    release(p.a, p.key("S", ObjectKind::semaphore));
    release(p.b, p.key("S", ObjectKind::semaphore));
    Thread& c = *p.simulation.thread(3).core;
    acquire(c, p.key("S", ObjectKind::semaphore));
    CHECK(ordered(c, of_a));
    CHECK(ordered(c, of_b));
}

TEST_CASE("the version of an atomic changes when there is something to learn") {
    Pair p;
    const Key x = p.key("X", ObjectKind::atomic);
    access(p.a);
    const std::uint32_t* version = version_of(x);
    std::uint32_t seen = *version;
    release(p.a, x);
    CHECK(*version != seen);
    seen = *version;
    acquire(p.b, x);
    CHECK(*version == seen);
    release(p.a, x); // has nothing new to say
    CHECK(*version == seen);
    access(p.a);
    release(p.a, x);
    CHECK(*version != seen);
    CHECK(version_of(x) == version);
}

TEST_CASE("what is forgotten is gone") {
    Pair p;
    const EventId event = access(p.a);
    release(p.a, p.key("L"));
    forget(p.key("L"));
    acquire(p.b, p.key("L"));
    CHECK_FALSE(ordered(p.b, event));
    release(p.a, p.key("L")); // the new object at this address
    acquire(p.b, p.key("L"));
    CHECK(ordered(p.b, event));
}

TEST_CASE("the short ways do what the long ones do") {
    Pair p;
    const EventId first = access(p.a);
    release_soon(p.a, p.key("L"));
    acquire_soon(p.b, p.key("L"));
    CHECK(ordered(p.b, first));
    for (int i = 0; i < 10; ++i) { // by now both have the object in their cache
        const EventId of_a = access(p.a);
        release_soon(p.a, p.key("L"));
        CHECK_FALSE(ordered(p.b, of_a));
        acquire_soon(p.b, p.key("L"));
        CHECK(ordered(p.b, of_a));
        const EventId of_b = access(p.b);
        release_soon(p.b, p.key("L"));
        acquire_soon(p.a, p.key("L"));
        CHECK(ordered(p.a, of_b));
    }
    forget(p.key("L"));
    const EventId last = access(p.a);
    acquire_soon(p.b, p.key("L"));
    CHECK_FALSE(ordered(p.b, last));
    release_soon(p.a, p.key("L"));
    acquire_soon(p.b, p.key("L"));
    CHECK(ordered(p.b, last));
}

TEST_CASE("the short ways notice that an object was crowded out") {
    Pair p;
    const Key mine = p.key("L", ObjectKind::semaphore);
    access(p.a);
    release_soon(p.a, mine);
    acquire_soon(p.b, mine);
    release_soon(p.b, mine);
    acquire_soon(p.b, mine); // known to both now
    const EventId event = access(p.a);
    release_soon(p.a, mine);
    int placed = 0;
    for (std::uint64_t address = 0x7400'0000'0000; placed < 16; address += 64) {
        const Key other = key_of(address, ObjectKind::semaphore);
        if (version_of(other) != version_of(mine)) continue;
        release(*p.simulation.thread(0).core, other);
        ++placed;
    }
    acquire_soon(p.b, mine);
    CHECK(ordered(p.b, event));
}
