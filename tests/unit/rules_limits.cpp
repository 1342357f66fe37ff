// Where tables end and numbers come round: what is forgotten gives too much order or is counted, and is never
// taken for something else.
#include "simulation/shared_components.h"
#include "simulation/simulation.h"

#include <deque>
#include <string>

#include "catch.h"
#include "core/evicted.h"
#include "core/tombstone.h"

using namespace mapcheck;
using core::ObjectKind;
using simulation::check;
using simulation::Map;
using simulation::Maps;
using simulation::Row;
using simulation::Simulation;

namespace {

core::Thread& core_of(Simulation& s, int number) { return *s.thread(number).core; }

/// Maps with slots next to each other, beyond the few that have names.
class ManyMaps {
  public:
    ManyMaps(Simulation& s, std::size_t count) : simulation_(s), play_(0x6000'0000'0000), maps_(count) {}
    Map& operator[](std::size_t i) { return maps_[i]; }
    std::size_t size() const { return maps_.size(); }
    void insert(int thread, std::size_t i, char element) {
        play_.insert(simulation_.thread(thread), maps_[i], hot::Op::insert, element, {}, nullptr)();
    }
    void erase(int thread, std::size_t i, char element) {
        play_.erase(simulation_.thread(thread), maps_[i], hot::Op::erase, element)();
    }
    void find(int thread, std::size_t i) {
        play_.find(simulation_.thread(thread), maps_[i], hot::Op::find, 'a', nullptr)();
    }
    void destroy(int thread, std::size_t i) {
        play_.destroy(simulation_.thread(thread), maps_[i])();
        maps_[i].handle = 0;
    }

  private:
    Simulation& simulation_;
    Maps play_;
    std::deque<Map> maps_;
};

/// Objects that share the key's set of the table, released by thread 0 until the key is forgotten.
void crowd_out(Simulation& s, core::Key key) {
    int placed = 0;
    for (std::uint64_t a = 0x7200'0000'0000; placed < 16; a += 64) {
        const core::Key other = core::key_of(a, ObjectKind::semaphore);
        if (core::version_of(other) != core::version_of(key)) continue;
        core::release(core_of(s, 0), other);
        ++placed;
    }
}

} // namespace

// First: X's set of the table must not have lost anything yet.
TEST_CASE("a release fence that was crowded out still orders") {
    Simulation s;
    s.run("1 insert m a; 1 release_fence");
    crowd_out(s, core::key_of(std::uint64_t{0}, ObjectKind::other));
    s.run("2 acquire X; 2 find m a");
    CHECK(s.findings() == "");
}

TEST_CASE("an object that was crowded out still hands over") {
    for (ObjectKind kind : {ObjectKind::lock, ObjectKind::semaphore, ObjectKind::atomic, ObjectKind::annotation}) {
        Simulation s;
        s.run("1 insert m a");
        core::release(core_of(s, 1), s.key("X", kind));
        crowd_out(s, s.key("X", kind));
        core::acquire(core_of(s, 2), s.key("X", kind));
        s.run("2 find m a");
        CHECK(s.findings() == "");
    }
}

TEST_CASE("and when it has come back since") {
    Simulation s;
    s.run("1 insert m a; 1 release X semaphore");
    crowd_out(s, s.key("X", ObjectKind::semaphore));
    s.run("3 insert n a; 3 release X semaphore; 2 acquire X semaphore; 2 find m a; 2 find n a");
    CHECK(s.findings() == "");
}

// Threads 1 and 2 are one to the clocks, and 3 and 4.
#define ADVANCE(t)                                                                                                     \
    t " find o a; " t " release W" t "; " t " find o a; " t " release W" t "; " t " find o a; " t " release W" t "; "
#define FOUR "0 insert o a; 0 insert n a; 0 create 1; 0 create 2; 0 create 3; 0 create 4; "

/// Rows of a program with many threads, each from the same beginning.
template <std::size_t n>
static void check_shared(const Row (&rows)[n]) {
    for (const Row& row : rows) {
        const simulation::SharedComponents five;
        simulation::check_rows(&row, 1);
    }
}

TEST_CASE("threads that share a component") {
    const Row rows[] = {
        {"among themselves they are ordered", FOUR "1 insert m a; 2 find m a", ""},
        {"others are not", FOUR "1 insert m a; 3 find m a", "read_write find/3 insert/1 unordered"},
        {"nor are others' reads", FOUR "2 find n a; 3 erase n a", "read_write erase/3 find/2 unordered"},
        // 0 knows a late clock of the component, from 1; what 2 released at an early one it must still take up.
        {"to know one of them is not to know the other",
         FOUR "3 insert m a; 3 release X; 2 acquire X; 2 find n a; 2 release Y; " ADVANCE("1")
             ADVANCE("1") "1 release Z; "
                          "0 acquire Z; 0 acquire Y; 0 find m a",
         ""},
        {"an object keeps what both have said",
         FOUR "3 insert m a; 3 release X; 2 acquire X; 2 find n a; 2 release Y; " ADVANCE("1")
             ADVANCE("1") "1 release Y; "
                          "0 acquire Y; 0 find m a",
         ""},
    };
    check_shared(rows);
}

TEST_CASE("a thread that takes over an ended one's component") {
    const Row rows[] = {
        // 5 and the thread that ended are one to the clocks, but 5 knows nothing of what that one knew.
        {"to know the new one is not to know the old one",
         FOUR "3 insert m a; 3 release X; 1 acquire X; 1 find n a; 1 release Y; 1 exit; 0 create 5; " ADVANCE(
             "5") "5 release Z; "
                  "0 acquire Z; 0 acquire Y; 0 find m a",
         ""},
        {"reads of the ended one are remembered", FOUR "1 find n a; 1 exit; 0 create 5; 5 find o a; 3 erase n a",
         "read_write erase/3 find/1 unordered"},
        {"of an unseen module's child too: silent",
         "0 insert o a; 0 insert n a; 0 create 1 unseen; 0 create 2; 0 create 3; 0 create 4; "
         "1 find n a; 1 exit; 0 create 5; 5 find o a; 3 erase n a",
         ""},
        {"what was forgiven stays forgiven", FOUR "1 find n a; 1 forgive; 1 exit; 0 create 5; 5 find o a; 3 erase n a",
         ""},
    };
    check_shared(rows);
}

TEST_CASE("what threads that nobody was seen to create know") {
    const Row rows[] = {
        // 2 goes on at the clock that 3 took up, and learns more before it releases.
        {"is not what others learn afterwards",
         "0 insert n a; 0 create 1; 0 create 2; 2 find n a; 3 appear; 1 find n a; 1 release W; 1 insert m a; 1 lock L; "
         "1 unlock L; "
         "2 lock L; 2 release Y; 2 unlock L; 3 acquire Y; 3 find m a",
         ""},
        {"an acquire fence hands on", "1 insert m a; 3 appear; 3 release X; 2 acquire_fence; 2 find m a", ""},
        {"also when the object is acquired afterwards",
         "1 insert m a; 3 appear; 3 release X; 2 acquire_fence; 2 acquire X; 2 find m a", ""},
    };
    check(rows);
}

TEST_CASE("objects beyond the table's size give too much order, never too little") {
    for (ObjectKind kind : {ObjectKind::lock, ObjectKind::semaphore, ObjectKind::atomic}) {
        Simulation s;
        ManyMaps maps(s, 1000);
        s.thread(1);
        s.thread(2);
        constexpr std::uint64_t objects = 100'000;
        auto key = [&](std::uint64_t i) { return core::key_of(0x7300'0000'0000 + i * 64, kind); };
        for (std::uint64_t i = 0; i < objects; ++i) {
            if (i % 100 == 0) maps.insert(1, i / 100, 'a');
            core::release(core_of(s, 1), key(i));
        }
        CHECK(s.counted(&core::Counters::objects_folded) > objects / 2);
        for (std::uint64_t i = 0; i < objects; i += 100) {
            core::acquire(core_of(s, 2), key(i));
            maps.find(2, i / 100);
        }
        CHECK(s.findings() == "");
        for (std::uint64_t i = 0; i < objects; ++i) core::forget(key(i));
    }
}

TEST_CASE("a thread that has read more than 1,024 maps") {
    Simulation s;
    ManyMaps maps(s, 3000);
    s.run("0 create 1; 0 create 2");
    for (std::size_t i = 0; i < maps.size(); ++i) maps.find(1, i);
    for (std::size_t i = 0; i < maps.size(); ++i) maps.insert(2, i, 'a');
    const std::size_t forgotten = s.counted(&core::Counters::reads_forgotten);
    CHECK(s.found().size() + forgotten >= maps.size());
    CHECK(s.found().size() > maps.size() * 4 / 5); // the others' places in the second table were taken
}

TEST_CASE("records of a clock that has come round") {
    for (bool evicted : {false, true}) {
        INFO(evicted);
        Simulation s;
        ManyMaps maps(s, 2100);
        s.run("0 create 1; 0 create 2");
        for (std::size_t i = 0; i < maps.size(); ++i) maps.find(1, i);
        const std::size_t mine = evicted ? 0 : maps.size() - 1;
        s.run("1 release X; 2 acquire X");
        core::Thread& reader = core_of(s, 1);
        std::uint64_t& own = reader.clock.at[reader.component];
        const std::uint64_t then = own;
        for (std::uint64_t round = 1; round <= 4; ++round) {
            own = (then & ~((std::uint64_t{1} << 30) - 1)) + (round << 30) - 1;
            s.run("1 find n a; 1 release Y"); // takes the next clock, the last of a round
        }
        own = then + (std::uint64_t{1} << 32);
        maps.insert(2, mine, 'a'); // ordered after the read, by X
        CHECK(s.findings() == "");
    }
}

TEST_CASE("epochs come round") {
    const std::string legal = "1 find m c i; 1 insert m d; 1 use i; 1 erase m d; 1 use i; 1 step i; 1 insert m d; 1 "
                              "find m d j; 1 erase m c; 1 use j; 1 step j";
    for (const char* history : {"", "1 clear m; 1 insert m b; 1 insert m c", "1 erase m c; 1 insert m c where c"}) {
        Simulation s;
        s.run("1 insert m a; 1 insert m b; 1 insert m c");
        s.run(history);
        hot::Slot* slot = hot::slot_at(s.map('m').handle);
        for (std::uint32_t before : {2U, 1U, 0U}) {
            INFO(history << ", " << before << " changes before the last epoch");
            slot->word = (slot->word & 0xffffffffU) | hot::Word{0xffffffffU - before} << 32;
            s.run(legal);
            CHECK(s.findings() == "");
            s.run("1 insert m c");
        }
    }
    Simulation u;
    u.run("1 insert u a; 1 rehash u");
    hot::Slot* slot = hot::slot_at(u.map('u').handle);
    slot->word = (slot->word & 0xffffffffU) | hot::Word{0xfffffffeU} << 32;
    u.run("1 rehash u; 1 insert u b; 1 insert u c; 1 find u a i; 1 insert u d; 1 use i");
    CHECK(u.findings() == "");
}

TEST_CASE("more erasures than there are tombstones") {
    Simulation s;
    s.run("1 insert m a; 1 find m a i; 1 insert m b; 1 find m b j; 1 erase m a");
    ManyMaps maps(s, 1);
    for (int i = 0; i < 140'000; ++i) { // nodes of 64 bytes: every second of 65,536 places, several times
        maps.insert(1, 0, 'a');
        maps.erase(1, 0, 'a');
    }
    for (int i = 0; i < 3; ++i) s.run("1 use i; 1 use j");
    const std::uint64_t unknown = s.counted(&core::Counters::iterators_unknown);
    if (unknown == 0)
        CHECK(s.found().size() == 3); // its place was not taken: the dead one is known
    else
        CHECK((s.findings() == "" && unknown == 6));
}

TEST_CASE("a million maps in the slots of a few") {
    Simulation s;
    ManyMaps maps(s, 64);
    s.run("0 create 1; 0 create 2; 1 insert m a; 1 find m a i; 1 destroy m");
    for (int i = 0; i < 300'000; ++i) {
        const auto n = static_cast<std::size_t>(i % 64);
        maps.insert(1, n, 'a');
        maps.find(1, n);
        maps.destroy(1, n);
    }
    CHECK(s.findings() == "");
    CHECK(s.counted(&core::Counters::maps_unwatched) == 0);
    s.run("1 use i");
    CHECK(s.findings().substr(0, 19) == "dead_destroy use/1 "); // what killed it is no longer known; that it died is
    // The slots carry no history of their earlier maps.
    s.run("2 insert n a; 2 find n a; 2 begin n j; 2 step j");
    CHECK(s.found().size() == 1);
    s.run("2 insert n b; 1 find n a");
    REQUIRE(s.found().size() == 2);
    CHECK(s.found().back().events == 2);
}
