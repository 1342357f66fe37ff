// The precision clauses, each with the row that shows what it keeps silent, and what it must not.
#include "simulation/simulation.h"

#include <string>

#include "catch.h"
#include "core/config.h"
#include "core/tombstone.h"

using namespace mapcheck;
using simulation::check;
using simulation::Row;
using simulation::Simulation;

TEST_CASE("own accesses are ordered") {
    const Row rows[] = {
        {"everything on one thread",
         "1 insert m a; 1 find m a; 1 begin m i; 1 insert m b; 1 step i; 1 erase m a; 1 clear m; 1 destroy m", ""},
        {"clause off: write, read", "1 insert m a; 1 find m a", "read_write find/1 insert/1 unordered",
         "off=clause_own_thread"},
        {"clause off: read, write", "1 find m a; 1 insert m a", "read_write insert/1 find/1 unordered",
         "off=clause_own_thread"},
        {"own synchronisation in between", "1 insert m a; 1 release X; 1 find m a; 1 acquire X; 1 erase m a", ""},
    };
    check(rows);
}

TEST_CASE("a write that changed nothing is a read for order") {
    const Row rows[] = {
        {"absent keys erased by readers",
         "0 insert m a; 0 create 1; 0 create 2; 1 find m a; 2 erase m b; 1 erase m c; 2 find m a", ""},
        {"present keys inserted by readers",
         "0 insert m a; 0 create 1; 0 create 2; 1 begin m i; 2 insert m a; 1 step i", ""},
        {"clause off", "0 insert m a; 0 create 1; 0 create 2; 1 find m a; 2 erase m b",
         "read_write erase/2 find/1 unordered", "off=clause_unchanged"},
        {"iterators stay fresh through it", "1 insert m a; 1 find m a i; 1 erase m b; 1 use i; 1 step i", ""},
    };
    check(rows);
}

TEST_CASE("merge") {
    const Row rows[] = {
        {"ordered: iterators follow",
         "1 insert m a; 1 insert n b; 1 find n b i; 1 merge m n; 1 use i; 1 step i; 1 erase m i", ""},
        {"ordered: erased where they are: one node has one tombstone, so this is not known",
         "1 insert m a; 1 insert n b; 1 find n b i; 1 merge m n; "
         "1 erase m b; 1 use i",
         ""},
        {"ordered: no longer the source's", "1 insert m a; 1 insert n b; 1 find n b i; 1 merge m n; 1 erase n i",
         "foreign_iterator erase/1 insert/1 dead_iterator"},
        {"ordered: what stayed",
         "1 insert m a; 1 insert n a; 1 insert n b; 1 find n a i; 1 merge m n; 1 use i; 1 erase n i", ""},
        {"ordered: there and back",
         "1 insert m a; 1 insert n b; 1 find n b i; 1 merge m n; 1 merge n m; 1 use i; 1 step i", ""},
        {"ordered: the source is destroyed",
         "1 insert m a; 1 insert n b; 1 find n b i; 1 merge m n; 1 destroy n; 1 use i", ""},
        {"ordered: the target is destroyed",
         "1 insert m a; 1 insert n b; 1 find n b i; 1 merge m n; 1 destroy m; 1 use i",
         "dead_destroy use/1 destroy/1 dead_iterator"},
        {"ordered: the source is cleared first",
         "1 insert n b; 1 find n b i; 1 clear n; 1 insert n c; 1 merge m n; 1 use i",
         "dead_clear use/1 clear/1 dead_iterator"},
        {"ordered, clause off: nothing is known of where it went",
         "1 insert m a; 1 insert n b; 1 find n b i; 1 merge m n; 1 destroy n; 1 use i",
         "dead_destroy use/1 destroy/1 dead_iterator", "off=clause_moved"},
        {"unordered: iterators to moved elements die", "1 insert u a; 1 insert v b; 1 find v b i; 1 merge u v; 1 use i",
         "dead_erase use/1 merge/1 dead_iterator"},
        {"unordered: others live", "1 insert u a; 1 insert v b; 1 insert v a; 1 find v a i; 1 merge u v; 1 use i", ""},
        {"judged where it is now",
         "1 insert m a; 1 insert n b; 1 begin n i; 1 merge m n; 1 release X; 2 acquire X; 2 insert m c; 1 step i",
         "iteration_write step/1 insert/2 unordered"},
    };
    check(rows);
}

TEST_CASE("swap and move: the shadow goes with the elements") {
    const Row rows[] = {
        {"iterators go with them", "1 insert m a; 1 insert n b; 1 find m a i; 1 swap m n; 1 use i; 1 erase n i", ""},
        {"and die with them", "1 insert m a; 1 insert n b; 1 find m a i; 1 swap m n; 1 clear n; 1 use i",
         "dead_clear use/1 clear/1 dead_iterator"},
        {"not with the object", "1 insert m a; 1 insert n b; 1 find m a i; 1 swap m n; 1 clear m; 1 use i", ""},
        {"the wrong object afterwards", "1 insert m a; 1 insert n b; 1 find m a i; 1 swap m n; 1 erase m i",
         "foreign_iterator erase/1 insert/1 dead_iterator"},
        {"move construction",
         "1 insert m a; 1 find m a i; 1 move n m; 1 use i; 1 insert m b; 1 clear m; 1 use i; 1 erase n i", ""},
        {"move assignment",
         "1 insert m a; 1 insert n b; 1 find n b i; 1 move_assign m n; 1 use i; 1 destroy n; 1 use i", ""},
        {"unordered: rehash follows the elements",
         "1 insert u a; 1 insert v b; 1 find u a i; 1 swap u v; 1 rehash u; 1 use i", ""},
        {"unordered: rehash of the elements' new map",
         "1 insert u a; 1 insert v b; 1 find u a i; 1 swap u v; 1 rehash v; 1 use i",
         "dead_rehash use/1 rehash/1 dead_iterator"},
        {"end() after a swap is nobody's",
         "1 insert m a; 1 insert n b; 1 end m i; 1 begin m j; 1 swap m n; 1 equal i j; 1 step j", ""},
        {"order follows the elements",
         "0 insert m a; 0 insert n b; 0 create 1; 0 create 2; 1 find m a; 1 release X; 2 acquire X; "
         "1 find m a; 2 swap m n",
         "read_write swap/2 find/1 unordered"},
        {"swapped under a lock, read under it",
         "1 lock L; 1 insert m a; 1 insert n b; 1 swap m n; 1 unlock L; 2 lock L; 2 find m a; 2 find n b; "
         "2 swap m n; 2 unlock L; 1 lock L; 1 erase m a; 1 unlock L",
         ""},
    };
    check(rows);
}

TEST_CASE("addresses are used again") {
    const Row rows[] = {
        {"a new element where an old one was",
         "1 insert m a; 1 erase m a; 1 insert m b where a; 1 find m b i; 1 use i; 1 insert m c; 1 use i", ""},
        {"the iterator that the insertion gave",
         "1 insert m a; 1 erase m a; 1 insert m b i where a; 1 insert m c; 1 use i; 1 step i", ""},
        {"the old iterator is dead all the same",
         "1 insert m a; 1 find m a i; 1 erase m a; 1 insert m b where a; 1 use i",
         "dead_erase use/1 erase/1 dead_iterator"},
        {"clause off", "1 insert m a; 1 erase m a; 1 insert m b where a; 1 find m b i; 1 insert m c; 1 use i",
         "dead_erase use/1 erase/1 dead_iterator", "off=clause_address_reuse"},
        {"in another map", "1 insert m a; 1 erase m a; 1 insert n b where a; 1 find n b i; 1 insert n c; 1 use i", ""},
        {"LRU: erase the handle, keep the new one",
         "1 insert m a i; 1 insert m b; 1 erase m i; 1 insert m a i where a; 1 insert m c; 1 use i; 1 erase m i; "
         "1 insert m a i where a; 1 erase m b; 1 use i",
         ""},
        {"storage of the map",
         "1 insert m a; 1 find m a i; 1 destroy m; 1 construct m; 1 insert m b where a; 1 find m b j; 1 insert m c; 1 "
         "use j",
         ""},
    };
    check(rows);
}

TEST_CASE("what cannot be known is counted") {
    // a of m is erased, then something of n dies at an address that shares the tombstone's place.
    const char* const dies = "1 insert m a; 1 find m a i; 1 insert m b j; 1 erase m a";
    for (const char* off : {"", "off=clause_lost"}) {
        Simulation s(off);
        s.run(dies);
        const auto place = reinterpret_cast<std::uintptr_t>(s.iterator('i').node);
        const void* const twin =
            reinterpret_cast<const void*>(place + (std::uintptr_t{32} << 16)); // 65,536 places of 32 bytes
        s.run("1 insert n c; 1 insert n d");
        core::Tombstone out;
        CHECK(core::tombstone_find(s.iterator('i').node, hot::offset_of(s.map('m').handle), out));
        core::tombstone_put(twin, hot::load_word(hot::slot_at(s.map('n').handle)), hot::Access{});
        CHECK_FALSE(core::tombstone_find(s.iterator('i').node, hot::offset_of(s.map('m').handle), out));
        s.run("1 use i; 1 use j; 1 step j");
        if (off[0] == 0) {
            CHECK(s.findings() == "");
            CHECK(s.counted(&core::Counters::iterators_unknown) == 3);
            s.run("1 step j; 1 find m b k; 1 use k"); // the step restamped, and new ones know
            CHECK(s.counted(&core::Counters::iterators_unknown) == 3);
        } else {
            CHECK(s.findings() == "dead_erase use/1 erase/1 dead_iterator; dead_erase use/1 erase/1 dead_iterator; "
                                  "dead_erase step/1 erase/1 dead_iterator");
        }
    }
}

TEST_CASE("order seen in part") {
    const Row rows[] = {
        {"a write between two steps of one iteration",
         "0 insert m a; 0 insert m b; 0 create 1; 0 create 2; 1 begin m i; 2 insert m c; 1 step i",
         "iteration_write step/1 insert/2 unordered", "order=partly"},
        {"a write after the steps", "0 insert m a; 0 create 1; 0 create 2; 1 begin m i; 1 step i; 2 insert m c", "",
         "order=partly"},
        {"handed over between the steps",
         "0 insert m a; 0 insert m b; 0 create 1; 0 create 2; 1 begin m i; 2 step i; 1 insert m c; 2 step i",
         "iteration_write step/2 insert/1 unordered", "order=partly"},
        {"another thread's iterator after the write",
         "0 insert m a; 0 insert m b; 0 create 1; 0 create 2; 1 begin m i; 1 insert m c; 2 step i", "", "order=partly"},
        {"from end() it is no iteration yet",
         "0 insert m a; 0 create 1; 0 create 2; 1 end m i; 2 insert m c; 1 step_back i", "", "order=partly"},
        {"reads", "1 insert m a; 2 find m a; 2 erase m a", "", "order=partly"},
        {"dead iterators are certain", "1 insert m a; 1 find m a i; 1 erase m a; 1 use i",
         "dead_erase use/1 erase/1 dead_iterator", "order=partly"},
        {"order=off: between steps",
         "0 insert m a; 0 insert m b; 0 create 1; 0 create 2; 1 begin m i; 2 insert m c; 1 step i", "", "order=off"},
        {"order=off: dead iterators", "1 insert m a; 1 find m a i; 1 erase m a; 1 use i",
         "dead_erase use/1 erase/1 dead_iterator", "order=off"},
    };
    check(rows);
    Simulation s("order=partly");
    s.run("1 insert m a; 2 find m a");
    CHECK(s.counted(&core::Counters::pairs_narrowed) == 1);
}

TEST_CASE("ordered overlap, asked for") {
    const Row rows[] = {
        {"by default it is legal",
         "1 insert m a; 1 insert m b; 1 begin m i; 1 release X; 2 acquire X; 2 insert m c; 2 release X; 1 acquire X; 1 "
         "step i",
         ""},
        {"overlap=any",
         "1 insert m a; 1 insert m b; 1 begin m i; 1 release X; 2 acquire X; 2 insert m c; 2 release X; 1 acquire X; 1 "
         "step i",
         "iteration_write step/1 insert/2 overlap", "overlap=any"},
        {"own writes are not", "1 insert m a; 1 insert m b; 1 begin m i; 1 insert m c; 1 step i", "", "overlap=any"},
        {"a new iteration after the write",
         "1 insert m a; 1 release X; 2 acquire X; 2 insert m c; 2 release X; 1 acquire X; 1 begin m i; 1 step i", "",
         "overlap=any"},
    };
    check(rows);
}

TEST_CASE("children of unseen modules, forgiven edges, ignored scopes, guards") {
    const Row rows[] = {
        {"a child of an unseen module reads", "0 create 1; 0 create 2 unseen; 1 insert m a; 2 find m a", ""},
        {"its read, then a write", "0 insert m a; 0 create 1; 0 create 2 unseen; 2 find m a; 1 erase m a", ""},
        {"its dead iterators are certain", "0 create 2 unseen; 2 insert m a; 2 find m a i; 2 erase m a; 2 use i",
         "dead_erase use/2 erase/2 dead_iterator"},
        {"forgiven", "1 insert m a; 1 forgive; 2 find m a", ""},
        {"forgiven reads", "0 insert m a; 0 create 1; 0 create 2; 1 find m a; 1 forgive; 2 erase m a", ""},
        {"not forgiven: what comes after the next release",
         "1 insert m a; 1 forgive; 1 release X; 1 insert m b; 2 find m a", "read_write find/2 insert/1 unordered"},
        {"ignored reads", "1 insert m a; 2 ignore; 2 find m a; 2 begin m i; 2 step i; 2 watch; 1 erase m a", ""},
        {"ignored writes",
         "0 insert m a; 0 create 1; 0 create 2; 1 find m a; 2 ignore; 2 insert m b; 2 watch; 1 find m b", ""},
        {"an ignored overlap",
         "0 insert m a; 0 create 1; 0 create 2; 1 ignore; 1 open insert m b; 2 find m a; 2 insert m c; 1 close; 1 "
         "watch; 2 find m a",
         ""},
        {"overlap with what is ignored, begun first",
         "0 insert m a; 0 create 1; 0 create 2; 2 open find m a; 1 ignore; 1 insert m b; 2 close", ""},
        {"ignored dead iterators", "1 insert m a; 1 find m a i; 1 erase m a; 1 ignore; 1 use i; 1 watch", ""},
        {"watched again", "1 insert m a; 1 ignore; 1 find m a; 1 watch; 2 find m a",
         "read_write find/2 insert/1 unordered"},
        {"written in a static's initialisation",
         "1 guard; 1 insert m a; 1 insert m b; 1 guarded; 2 find m a; 2 begin m i", ""},
        {"guard switched off", "1 guard; 1 insert m a; 1 guarded; 2 find m a", "read_write find/2 insert/1 unordered",
         "off=edge_guard"},
        {"written after it", "1 guard; 1 insert m a; 1 guarded; 1 insert m b; 2 find m a",
         "read_write find/2 insert/1 unordered"},
        {"written there, then written under a lock",
         "1 guard; 1 insert m a; 1 guarded; 2 lock L; 2 insert m b; 2 unlock L; 3 lock L; 3 insert m c; 3 unlock L",
         ""},
        {"read there, then written under a lock",
         "1 guard; 1 insert m a; 1 find m a; 1 begin m i; 1 step i; 1 guarded; 2 lock L; 2 insert m b; 2 unlock L", ""},
        {"unchanged writes there", "1 guard; 1 insert m a; 1 insert m a; 1 guarded; 2 lock L; 2 insert m b; 2 unlock L",
         ""},
    };
    check(rows);
    Simulation s;
    s.run("0 create 1; 0 create 2 unseen; 1 insert m a; 2 find m a");
    CHECK(s.counted(&core::Counters::pairs_silenced) == 1);
}

TEST_CASE("records name the right side") {
    const Row rows[] = {
        // The step was before an ordered write; what races with the second write is the find.
        {"an old step is not blamed for a new read",
         "0 insert m a; 0 insert m b; 0 create 1; 0 create 2; 0 create 3; "
         "1 begin m i; 1 step i; 1 release X; 2 acquire X; 2 insert m c; 2 release X; 1 acquire X; 1 find m a; 3 "
         "acquire X; 3 erase m a",
         "read_write erase/3 find/1 unordered"},
        {"the first read of a clock stands for the others",
         "0 insert m a; 0 create 1; 0 create 2; 1 find m a; 1 count m a; 2 erase m a",
         "read_write erase/2 find/1 unordered"},
        {"a step outweighs a later read",
         "0 insert m a; 0 insert m b; 0 create 1; 0 create 2; 1 begin m i; 1 find m a; 2 erase m a",
         "iteration_write erase/2 begin/1 unordered"},
        {"two readers, two findings",
         "0 insert m a; 0 create 1; 0 create 2; 0 create 3; 1 find m a; 2 count m a; 3 erase m a",
         "read_write erase/3 find/1 unordered; read_write erase/3 count/2 unordered"},
    };
    check(rows);
}
