// Unordered pairs, and every way in which synchronisation orders them.
#include "simulation/simulation.h"

#include <string>

#include "catch.h"

using namespace mapcheck;
using simulation::check;
using simulation::outcome;
using simulation::Row;

// A map with a and b that both threads may read from the beginning.
#define FILLED "0 insert m a; 0 insert m b; 0 create 1; 0 create 2; "

TEST_CASE("each pair of operations that nothing orders") {
    const Row rows[] = {
        {"read, write", FILLED "1 find m a; 2 erase m a", "read_write erase/2 find/1 unordered"},
        {"write, read", FILLED "1 insert m c; 2 find m a", "read_write find/2 insert/1 unordered"},
        {"write, write", FILLED "1 insert m c; 2 erase m a", "write_write erase/2 insert/1 unordered"},
        {"begin, write", FILLED "1 begin m i; 2 insert m c", "iteration_write insert/2 begin/1 unordered"},
        {"write, begin", FILLED "1 insert m c; 2 begin m i", "iteration_write begin/2 insert/1 unordered"},
        {"step, write", FILLED "1 begin m i; 1 step i; 2 erase m a", "iteration_write erase/2 begin/1 unordered"},
        {"write, step", FILLED "1 begin m i; 1 release X; 2 acquire X; 2 insert m c; 1 step i",
         "iteration_write step/1 insert/2 unordered"},
        {"step back, write", FILLED "1 end m i; 1 step_back i; 2 erase m a",
         "iteration_write erase/2 step_back/1 unordered"},
        {"write, step back", FILLED "1 end m i; 2 insert m c; 1 step_back i",
         "iteration_write step_back/1 insert/2 unordered"},
        {"read, read", FILLED "1 find m a; 2 find m a", ""},
        {"step, step", FILLED "1 begin m i; 2 begin m j; 1 step i; 2 step j", ""},
        {"read, unchanged write", FILLED "1 find m a; 2 insert m a", ""},
        {"unchanged write, read", FILLED "1 insert m a; 2 find m a", ""},
        {"unchanged write, unchanged write", FILLED "1 insert m a; 2 erase m c", ""},
        {"unchanged write, write", FILLED "1 insert m a; 2 erase m a", "read_write erase/2 insert/1 unordered"},
        {"write, unchanged write", FILLED "1 erase m a; 2 erase m a", "write_write erase/2 erase/1 unordered"},
        {"step, unchanged write", FILLED "1 begin m i; 1 step i; 2 erase m c", ""},
        {"unchanged write, step", FILLED "1 begin m i; 1 release X; 2 acquire X; 2 erase m c; 1 step i", ""},
        {"another map", FILLED "1 find m a; 2 insert n a", ""},
    };
    check(rows);
}

TEST_CASE("each member call takes its side") {
    for (const char* op : {"find", "at", "count", "bound", "size", "bucket", "copy"}) {
        const std::string events = std::string(FILLED "1 ") + op + " m; 2 erase m a";
        INFO(op);
        CHECK(outcome({op, events.c_str()}) == std::string("read_write erase/2 ") + op + "/1 unordered");
    }
    const Row rows[] = {
        {"compare reads both",
         "0 insert m a; 0 insert n a; 0 create 1; 0 create 2; 1 compare m n; 2 erase m a; 2 erase n a",
         "read_write erase/2 compare/1 unordered; read_write erase/2 compare/1 unordered"},
        {"subscript of a present key reads", FILLED "1 subscript m a; 2 subscript m a", ""},
        {"subscript of an absent key writes", FILLED "1 find m a; 2 subscript m c",
         "read_write subscript/2 find/1 unordered"},
        {"emplace", FILLED "1 find m a; 2 emplace m c", "read_write emplace/2 find/1 unordered"},
        {"try_emplace", FILLED "1 find m a; 2 try_emplace m c", "read_write try_emplace/2 find/1 unordered"},
        {"insert_or_assign", FILLED "1 find m a; 2 insert_or_assign m c",
         "read_write insert_or_assign/2 find/1 unordered"},
        {"extract", FILLED "1 find m a; 2 extract m a", "read_write extract/2 find/1 unordered"},
        {"clear", FILLED "1 find m a; 2 clear m", "read_write clear/2 find/1 unordered"},
        {"clear of an empty map is a read",
         FILLED "0 insert n a; 0 clear n; 0 create 3; 1 find m a; 3 find n; 3 clear n", ""},
        {"assign", FILLED "1 find m a; 2 assign m cd", "read_write assign/2 find/1 unordered"},
        {"rehash", "0 insert u a; 0 create 1; 0 create 2; 1 find u a; 2 rehash u",
         "read_write rehash/2 find/1 unordered"},
        {"rehash that changes nothing", "0 insert u a; 0 create 1; 0 create 2; 1 find u a; 2 rehash u unchanged", ""},
        {"merge writes both", "0 insert m a; 0 insert n c; 0 create 1; 0 create 2; 1 find m a; 1 find n c; 2 merge m n",
         "read_write merge/2 find/1 unordered; read_write merge/2 find/1 unordered"},
        {"swap writes both", FILLED "1 insert n c; 2 swap m n", "write_write swap/2 insert/1 unordered"},
        {"a moved map", FILLED "1 find m a; 2 move n m", "read_write move_from/2 find/1 unordered"},
        {"destruction", FILLED "1 find m a; 2 destroy m", "read_write destroy/2 find/1 unordered"},
    };
    check(rows);
}

TEST_CASE("what a kind of object hands over, and its switch") {
    struct {
        const char* kind;
        const char* name;
    } const edges[] = {{"atomic", "edge_atomic"}, {"semaphore", "edge_semaphore"},   {"barrier", "edge_barrier"},
                       {"once", "edge_once"},     {"static", "edge_guard"},          {"futex", "edge_futex"},
                       {"signal", "edge_signal"}, {"descriptor", "edge_descriptor"}, {"annotation", "edge_annotation"},
                       {"mutex", "edge_lock"},    {"readers", "edge_readers"}};
    for (const auto& edge : edges) {
        INFO(edge.kind);
        const std::string kind = edge.kind;
        const std::string there = "1 insert m a; 1 release X " + kind + "; 2 acquire X " + kind + "; 2 find m a; ";
        const std::string back = "2 release Y " + kind + "; 1 acquire Y " + kind + "; 1 erase m a";
        const std::string off = std::string("off=") + edge.name;
        CHECK(outcome({"there and back", (there + back).c_str()}) == "");
        CHECK(outcome({"there only", (there + "1 erase m a").c_str()}) == "read_write erase/1 find/2 unordered");
        CHECK(outcome({"switched off", there.c_str(), "", off.c_str()}) == "read_write find/2 insert/1 unordered");
        const std::string other = "1 insert m a; 1 release X " + kind + "; 2 acquire Y " + kind + "; 2 find m a";
        CHECK(outcome({"another object", other.c_str()}) == "read_write find/2 insert/1 unordered");
        const std::string early = "2 acquire X " + kind + "; 1 insert m a; 1 release X " + kind + "; 2 find m a";
        CHECK(outcome({"acquired too early", early.c_str()}) == "read_write find/2 insert/1 unordered");
        const std::string gone =
            "1 insert m a; 1 release X " + kind + "; 1 forget X " + kind + "; 2 acquire X " + kind + "; 2 find m a";
        CHECK(outcome({"forgotten between", gone.c_str()}) == "read_write find/2 insert/1 unordered");
    }
    const Row rows[] = {{"same address, another kind",
                         "1 insert m a; 1 release X barrier; 2 acquire X semaphore; 2 find m a",
                         "read_write find/2 insert/1 unordered"}};
    check(rows);
}

TEST_CASE("locks") {
    const Row rows[] = {
        {"one mutex",
         "1 lock L; 1 insert m a; 1 unlock L; 2 lock L; 2 find m a; 2 erase m a; 2 unlock L; "
         "1 lock L; 1 insert m b; 1 unlock L",
         ""},
        {"two mutexes", "1 lock L; 1 insert m a; 1 unlock L; 2 lock M; 2 find m a; 2 unlock M",
         "read_write find/2 insert/1 unordered"},
        {"released between steps is ordered",
         "1 lock L; 1 insert m a; 1 insert m b; 1 begin m i; 1 unlock L; "
         "2 lock L; 2 insert m c; 2 unlock L; 1 lock L; 1 step i; 1 unlock L",
         ""},
        {"a step outside the lock",
         "1 lock L; 1 insert m a; 1 begin m i; 1 unlock L; 2 lock L; 2 insert m b; 2 unlock L; 1 step i",
         "iteration_write step/1 insert/2 unordered"},
        {"a read after the unlock", "1 lock L; 1 insert m a; 1 unlock L; 1 find m a; 2 lock L; 2 erase m a; 2 unlock L",
         "read_write erase/2 find/1 unordered"},
        {"the same read before and after the unlock",
         "1 lock L; 1 insert m a; 1 find m a; 1 unlock L; 1 find m a; 2 lock L; 2 erase m a; 2 unlock L",
         "read_write erase/2 find/1 unordered"},
        {"a step before and after the unlock",
         "0 insert m a; 0 insert m b; 0 create 1; 0 create 2; 1 lock L; 1 begin m i; 1 unlock L; 1 step i; 2 lock L; 2 "
         "erase m b",
         "iteration_write erase/2 step/1 unordered"},
        {"luck: write -> read ordered, read -> write not",
         "0 insert m a; 0 create 1; 0 create 2; 2 find m a; 1 insert m b; 1 lock L; 1 unlock L; 2 lock L; 2 unlock L; "
         "2 find m a",
         "read_write insert/1 find/2 unordered"},
        {"readers and writers",
         "1 wrlock L; 1 insert m a; 1 wrunlock L; 2 rdlock L; 3 rdlock L; 2 find m a; 3 find m a; "
         "2 rdunlock L; 3 rdunlock L; 1 wrlock L; 1 erase m a; 1 wrunlock L",
         ""},
        {"readers order no readers", "1 rdlock L; 1 insert m a; 1 rdunlock L; 2 rdlock L; 2 find m a; 2 rdunlock L",
         "read_write find/2 insert/1 unordered"},
        {"writing under the read lock",
         "0 insert m a; 0 create 1; 0 create 2; 1 rdlock L; 1 find m a; 1 rdunlock L; "
         "2 rdlock L; 2 erase m a; 2 rdunlock L",
         "read_write erase/2 find/1 unordered"},
        {"a recursive lock orders at its inner unlock too",
         "1 lock L; 1 lock L; 1 insert m a; 1 unlock L; 1 unlock L; 2 lock L; 2 find m a; 2 unlock L", ""},
        {"through a third thread",
         "1 insert m a; 1 lock L; 1 unlock L; 3 lock L; 3 release X; 3 unlock L; 2 acquire X; 2 find m a", ""},
    };
    check(rows);
}

TEST_CASE("atomics and fences") {
    const Row rows[] = {
        {"a chain of read-modify-writes", "1 insert m a; 1 release X; 3 rmw X; 4 rmw X; 2 acquire X; 2 find m a", ""},
        {"the count of an owner", "0 insert m a; 0 create 1; 0 create 2; 1 find m a; 1 rmw X; 2 rmw X; 2 destroy m",
         ""},
        {"two releases are both owed",
         "1 insert m a; 1 release X semaphore; 3 insert n a; 3 release X semaphore; "
         "2 acquire X semaphore; 2 find m a; 2 find n a",
         ""},
        {"release fence", "1 insert m a; 1 release_fence; 2 acquire X; 2 find m a", ""},
        {"release fence, too late", "1 release_fence; 1 insert m a; 2 acquire X; 2 find m a",
         "read_write find/2 insert/1 unordered"},
        {"acquire fence", "1 insert m a; 1 release X; 2 acquire_fence; 2 find m a", ""},
        {"acquire fence, too early", "2 acquire_fence; 1 insert m a; 1 release X; 2 find m a",
         "read_write find/2 insert/1 unordered"},
        {"acquire fence, nothing was published", "1 insert m a; 2 acquire_fence; 2 find m a",
         "read_write find/2 insert/1 unordered"},
        {"fence and fence", "1 insert m a; 1 release_fence; 2 acquire_fence; 2 find m a", ""},
        {"fences switched off", "1 insert m a; 1 release_fence; 2 acquire_fence; 2 find m a",
         "read_write find/2 insert/1 unordered", "off=edge_fence"},
        {"an acquire fence knows what the publishers knew",
         "1 insert m a; 1 release X; 3 acquire X; 3 release Y; 2 acquire_fence; 2 acquire Y; 2 find m a", ""},
    };
    check(rows);
}

TEST_CASE("threads begin and end") {
    const Row rows[] = {
        {"create", "1 insert m a; 1 create 2; 2 find m a", ""},
        {"create, then write", "1 insert m a; 1 create 2; 1 insert m b; 2 find m a",
         "read_write find/2 insert/1 unordered"},
        {"create switched off", "1 insert m a; 1 create 2; 2 find m a", "read_write find/2 insert/1 unordered",
         "off=edge_create"},
        {"join", "1 create 2; 2 insert m a; 2 exit; 1 join 2; 1 erase m a", ""},
        {"no join", "1 create 2; 2 insert m a; 2 exit; 1 erase m a", "write_write erase/1 insert/2 unordered"},
        {"read of an ended thread", "1 insert m a; 1 create 2; 2 find m a; 2 exit; 1 erase m a",
         "read_write erase/1 find/2 unordered"},
        {"join switched off", "1 create 2; 2 insert m a; 1 join 2; 1 erase m a",
         "write_write erase/1 insert/2 unordered", "off=edge_join"},
        {"join of two", "1 create 2; 1 create 3; 2 insert m a; 3 insert n a; 1 join 3; 1 join 2; 1 merge m n", ""},
        {"grandchild", "1 create 2; 2 create 3; 3 insert m a; 2 join 3; 1 join 2; 1 erase m a", ""},
        {"a thread that nobody was seen to create", "1 insert m a; 2 appear; 2 find m a", ""},
        {"it orders nothing that comes later", "1 insert m a; 2 appear; 1 insert m b; 2 find m a",
         "read_write find/2 insert/1 unordered"},
        {"unseen creation switched off", "1 insert m a; 2 appear; 2 find m a", "read_write find/2 insert/1 unordered",
         "off=edge_unseen_thread"},
        {"the child of a fork, or whoever ends the process", "1 insert m a; 3 find m a; 2 everything; 2 destroy m",
         "read_write find/3 insert/1 unordered"},
    };
    check(rows);
}
