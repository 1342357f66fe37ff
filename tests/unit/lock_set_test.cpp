// core/lock_set.h by itself. The last case fills the table of this process.
#include "core/lock_set.h"

#include <set>

#include "catch.h"
#include "core/thread.h"
#include "simulation/simulation.h"

using namespace mapcheck;
using namespace mapcheck::core;
using mapcheck::simulation::Simulation;

namespace {

struct Holder {
    Simulation simulation;
    core::Thread& t = *simulation.thread(1).core;
    HeldLock out[max_locks];
    std::uint8_t copied() { return lock_set_copy(lock_set_of(t), out); }
};

} // namespace

TEST_CASE("no lock is set 0") {
    Holder h;
    CHECK(lock_set_of(h.t) == 0);
    CHECK(h.copied() == 0);
}

TEST_CASE("the same locks are the same set, for any thread") {
    Holder h;
    core::Thread& other = *h.simulation.thread(2).core;
    lock_push(h.t, 0xa000, LockKind::mutex, true);
    const std::uint32_t one = lock_set_of(h.t);
    CHECK(one != 0);
    CHECK(lock_set_of(h.t) == one);
    lock_push(other, 0xa000, LockKind::mutex, true);
    CHECK(lock_set_of(other) == one);
    lock_push(h.t, 0xb000, LockKind::rwlock, false);
    const std::uint32_t two = lock_set_of(h.t);
    CHECK(two != one);
    CHECK(h.copied() == 2);
    CHECK(h.out[0].address == 0xa000);
    CHECK(h.out[0].exclusive == 1);
    CHECK(h.out[1].address == 0xb000);
    CHECK(h.out[1].exclusive == 0);
    CHECK(h.out[1].kind == static_cast<std::uint32_t>(LockKind::rwlock));
    lock_pop(h.t, 0xb000);
    CHECK(lock_set_of(h.t) == one);
    lock_pop(h.t, 0xa000);
    CHECK(lock_set_of(h.t) == 0);
    lock_push(h.t, 0xa000, LockKind::rwlock, false); // held for reading is another set
    CHECK(lock_set_of(h.t) != one);
}

TEST_CASE("at most eight are kept") {
    Holder h;
    for (std::uint64_t i = 1; i <= 12; ++i) lock_push(h.t, 0xc000 + i * 64, LockKind::mutex, true);
    CHECK(h.copied() == max_locks);
    CHECK(h.out[7].address == 0xc000 + 8 * 64);
}

TEST_CASE("what an access keeps, a finding shows") {
    Simulation s;
    s.run("0 insert m a; 0 create 1; 0 create 2; 1 lock L; 1 rdlock R; 1 find m a; 1 unlock L; 2 lock M; 2 erase m a");
    REQUIRE(s.found().size() == 1);
    const Finding& f = s.found()[0];
    REQUIRE(f.side[0].locks == 1);
    CHECK(f.side[0].lock[0].address == s.object("M"));
    REQUIRE(f.side[1].locks == 2);
    CHECK(f.side[1].lock[0].address == s.object("L"));
    CHECK(f.side[1].lock[1].address == s.object("R"));
    CHECK(f.side[1].lock[1].exclusive == 0);
}

TEST_CASE("a full table says so") {
    Holder h;
    std::set<std::uint32_t> ids;
    bool unknown = false;
    for (std::uint64_t i = 0; i < 5000; ++i) {
        lock_push(h.t, 0x100000 + i * 64, LockKind::mutex, true);
        const std::uint32_t id = lock_set_of(h.t);
        if (id == lock_set_unknown)
            unknown = true;
        else
            CHECK(ids.insert(id).second);
        if (id == lock_set_unknown)
            CHECK(h.copied() == locks_unknown);
        else
            CHECK((h.copied() == 1 && h.out[0].address == 0x100000 + i * 64));
        lock_pop(h.t, 0x100000 + i * 64);
    }
    CHECK(unknown);
    CHECK(ids.size() > 1000);
}
