// core/thread.h by itself: birth, end, tokens, locks held.
#include "core/thread.h"

#include "catch.h"
#include "core/lock_set.h"
#include "core/task.h"
#include "simulation/simulation.h"

using namespace mapcheck;
using namespace mapcheck::core;
using mapcheck::simulation::Simulation;

namespace {

std::uint32_t component_in(std::uint32_t token) { return token >> hot::token_clock_bits; }

} // namespace

TEST_CASE("numbers and tasks are new, components from 1 on") {
    Simulation s;
    const core::Thread& a = *s.thread(1).core;
    const core::Thread& b = *s.thread(2).core;
    CHECK(b.number > a.number);
    CHECK(b.task > a.task);
    CHECK(a.component >= 1);
    CHECK(a.component < components);
    CHECK(a.component != b.component);
    CHECK(task_find(b.task)->creator == s.thread(0).core->task);
}

TEST_CASE("inline code sees a token that changes with the clock") {
    Simulation s;
    core::Thread& t = *s.thread(1).core;
    const hot::Tls& tls = s.thread(1).tls;
    CHECK(tls.thread == t.number);
    CHECK(tls.records == t.records);
    CHECK(component_in(tls.token) == t.component);
    CHECK(tls.mix != 0);
    const hot::Tls before = tls;
    fresh(t); // nothing was published: no new clock
    CHECK(tls.token == before.token);
    t.shown = true;
    fresh(t);
    CHECK(tls.token != before.token);
    CHECK(tls.mix != before.mix);
    CHECK(component_in(tls.token) == t.component);
}

TEST_CASE("what an ended thread leaves behind matches no record") {
    Simulation s;
    hot::Tls& tls = s.thread(1).tls;
    s.run("1 find m; 1 exit");
    CHECK(tls.thread == 0);
    CHECK(tls.self == nullptr);
    for (const hot::ReadRecord& r : unregistered_records) REQUIRE((r.read_key == 0 && r.step_key == 0));
    CHECK(tls.mix != 0); // the null slot's word is 0: a key of 0 would match
}

TEST_CASE("a birth carries the creator's clock") {
    Simulation s;
    core::Thread& a = *s.thread(1).core;
    fresh(a);
    touched(a);
    const EventId before = now(a);
    s.run("1 create 2");
    fresh(a);
    touched(a);
    const core::Thread& child = *s.thread(2).core;
    CHECK(child.clock.covers(before));
    CHECK_FALSE(child.clock.covers(now(a)));
}

TEST_CASE("own clocks never go back, whoever takes a thread over") {
    Simulation s;
    std::vector<std::uint64_t> last(components, 0);
    for (int i = 0; i < 300; ++i) {
        s.run("0 create 1; 1 find m; 1 release X; 1 exit");
        const core::Thread& t = *s.thread(1).core;
        std::uint64_t& before = last[t.component];
        if (threads_of(t.component)->next == nullptr) CHECK(t.clock.at[t.component] > before);
        before = t.clock.at[t.component];
    }
}

TEST_CASE("locks are held from push to pop, in any order") {
    Simulation s;
    core::Thread& t = *s.thread(1).core;
    lock_push(t, 0x10, LockKind::mutex, true);
    lock_push(t, 0x20, LockKind::rwlock, false);
    lock_push(t, 0x10, LockKind::mutex, true); // recursive
    CHECK(t.locks == 3);
    CHECK_FALSE(lock_pop(t, 0x20));
    CHECK(t.locks == 2);
    CHECK(lock_pop(t, 0x10));
    CHECK(lock_pop(t, 0x10));
    CHECK(t.locks == 0);
    CHECK(lock_pop(t, 0x30)); // never seen: counts as exclusive
    CHECK(t.locks == 0);
}

TEST_CASE("more locks than there is room for are counted") {
    Simulation s;
    core::Thread& t = *s.thread(1).core;
    for (std::uint64_t i = 1; i <= 20; ++i) lock_push(t, i * 16, LockKind::mutex, true);
    CHECK(t.locks == 16);
    CHECK(t.locks_dropped == 4);
    for (std::uint64_t i = 20; i >= 1; --i) lock_pop(t, i * 16);
    CHECK(t.locks == 0);
    CHECK(t.locks_dropped == 0);
    CHECK(lock_set_of(t) == 0);
}

TEST_CASE("a task's name and place") {
    Simulation s;
    const core::Thread& t = *s.thread(1).core;
    const Task* task = task_find(t.task);
    REQUIRE(task != nullptr);
    CHECK(task->is_main == 0);
    CHECK(task->creation_pc == s.thread(0).pc);
}
