// Calls that are inside the container at the same time, and calls from inside one's own.
#include "simulation/simulation.h"

#include "catch.h"

using mapcheck::simulation::check;
using mapcheck::simulation::Row;

#define FILLED "0 insert m a; 0 insert m b; 0 create 1; 0 create 2; "

// Where locks order everything, so that only the overlap is wrong: an unlock inside an open call.
TEST_CASE("two calls at once") {
    const Row rows[] = {
        {"read begins inside a write", FILLED "1 open erase m a; 2 open find m b; 1 release X; 2 acquire X",
         "read_write find/2 erase/1 in_flight"},
        {"begin inside a write", FILLED "1 open erase m a; 2 open begin m i",
         "iteration_write begin/2 erase/1 in_flight"},
        {"write begins and ends inside a read",
         FILLED "2 open find m a; 2 release X; 1 acquire X; 1 erase m b; 2 close",
         "read_write find/2 erase/1 in_flight"},
        {"write begins inside a read", FILLED "2 open find m a; 2 release X; 1 acquire X; 1 open erase m b; 2 close",
         "read_write find/2 erase/1 in_flight"},
        {"write begins inside begin()", FILLED "2 open begin m i; 2 release X; 1 acquire X; 1 open erase m b; 2 close",
         "iteration_write begin/2 erase/1 in_flight"},
        {"write begins inside a write", FILLED "1 open insert m c; 2 open erase m a",
         "write_write erase/2 insert/1 in_flight"},
        {"step inside a write", FILLED "2 begin m i; 2 release X; 1 acquire X; 1 open insert m c; 2 step i",
         "iteration_write step/2 insert/1 in_flight"},
        {"step inside emplace", FILLED "2 begin m i; 2 release X; 1 acquire X; 1 open emplace m c; 2 step i",
         "iteration_write step/2 emplace/1 in_flight"},
        {"an unchanged write is a write while it lasts", FILLED "1 open insert m a; 2 open find m a",
         "read_write find/2 insert/1 in_flight"},
        {"two unchanged writes", FILLED "1 open insert m a; 2 open insert m b",
         "write_write insert/2 insert/1 in_flight"},
        {"unchanged write inside a read, ended before", FILLED "2 open find m a; 1 insert m a; 2 close", ""},
        {"read inside a read", FILLED "1 open find m a; 2 find m b; 1 close", ""},
        {"other maps", FILLED "1 open erase m a; 2 insert n a; 2 find n a; 1 close", ""},
        {"subscript of a present key marks nothing", FILLED "1 open subscript m a; 2 find m a; 1 close", ""},
        {"ordered by order=off too", FILLED "1 open erase m a; 2 open find m b", "read_write find/2 erase/1 in_flight",
         "order=off"},
        {"and where order is seen in part", FILLED "1 open erase m a; 2 open find m b",
         "read_write find/2 erase/1 in_flight", "order=partly"},
        {"children of unseen modules too",
         "0 insert m a; 0 create 1; 0 create 2 unseen; 1 open erase m a; 2 open find m b",
         "read_write find/2 erase/1 in_flight"},
        {"swap, the other map", FILLED "0 insert n a; 0 create 3; 1 open swap m n; 3 open find n a",
         "read_write find/3 swap/1 in_flight"},
    };
    check(rows);
}

TEST_CASE("one overlap is one pair, however often it is met") {
    const Row rows[] = {
        {"read", FILLED "1 open erase m a; 2 open find m b; 2 close; 1 release X; 2 acquire X; 1 close",
         "read_write find/2 erase/1 in_flight", "once"},
        {"write", FILLED "1 open insert m c; 2 open erase m a; 1 close; 2 close",
         "write_write erase/2 insert/1 in_flight", "once"},
        {"write, other order of ends", FILLED "1 open insert m c; 2 open erase m a; 2 close; 1 close",
         "write_write erase/2 insert/1 in_flight", "once"},
        {"a write is clean again after an overlap",
         FILLED "1 open insert m c; 2 open erase m a; 1 close; 2 close; "
                "1 release X; 2 release Y; 1 acquire Y; 2 acquire X; 2 find m b; 1 find m b",
         "write_write erase/2 insert/1 in_flight", "once"},
    };
    check(rows);
}

TEST_CASE("from inside one's own call") {
    const Row rows[] = {
        {"a write inside a write: comparator, hash, allocator, handler",
         "1 insert m a; 1 open insert m b; 1 insert m c; 1 close", "reentrant_write insert/1 insert/1 in_flight"},
        {"during clear", "1 insert m a; 1 open clear m; 1 erase m a; 1 close",
         "reentrant_write erase/1 clear/1 in_flight"},
        {"during destruction", "1 insert m a; 1 open destroy m; 1 insert m b; 1 close",
         "reentrant_write insert/1 destroy/1 in_flight"},
        {"an unchanged one too", "1 insert m a; 1 open insert m b; 1 insert m a; 1 close",
         "reentrant_write insert/1 insert/1 in_flight"},
        {"an element that is being built", "1 insert m a; 1 open emplace m b; 1 insert m c; 1 erase m a; 1 close", ""},
        {"elements inside elements",
         "1 insert m a; 1 open emplace m b; 1 open emplace m c; 1 emplace m d; 1 close; 1 close; 1 find m a", ""},
        {"an element, clause off", "1 insert m a; 1 open emplace m b; 1 insert m c; 1 close",
         "reentrant_write insert/1 emplace/1 in_flight", "off=clause_own_write"},
        {"reads inside a write", "1 insert m a; 1 open insert m b; 1 find m a; 1 begin m i; 1 step i; 1 close", ""},
        {"a read inside a write, clause off", "1 insert m a; 1 open insert m b; 1 find m a; 1 close",
         "read_write find/1 insert/1 in_flight", "off=clause_own_write"},
        {"another map inside a write", "1 insert m a; 1 open insert m b; 1 insert n a; 1 erase n a; 1 close", ""},
        {"a write inside a read", "1 insert m a; 1 open find m a; 1 insert m b; 1 close", ""},
        {"the outer write after the inner one",
         "1 insert m a; 1 open emplace m b; 1 insert m c; 1 close; 1 release X; "
         "2 acquire X; 2 find m b; 2 insert m d; 2 release X; 1 acquire X; 1 find m d",
         ""},
        {"the inner write is no longer in flight for others",
         "1 insert m a; 1 open emplace m b; 1 insert m c; 1 close; 1 release X; "
         "2 acquire X; 2 erase m c",
         ""},
        {"others see the outer write after the inner one ended",
         "0 insert m a; 0 create 1; 0 create 2; 1 open emplace m b; "
         "1 insert m c; 2 open find m a",
         "read_write find/2 emplace/1 in_flight"},
    };
    check(rows);
}

TEST_CASE("destroyed maps") {
    const Row rows[] = {
        {"a read", "1 insert m a; 1 destroy m; 1 find m a", "destroyed_map find/1 destroy/1 dead_iterator"},
        {"a write", "1 insert m a; 1 destroy m; 1 insert m b", "destroyed_map insert/1 destroy/1 dead_iterator"},
        {"begin", "1 insert m a; 1 destroy m; 1 begin m i", "destroyed_map begin/1 destroy/1 dead_iterator"},
        {"a second destruction", "1 insert m a; 1 destroy m; 1 destroy m",
         "destroyed_map destroy/1 destroy/1 dead_iterator"},
        {"a read by another thread, ordered", "1 insert m a; 1 destroy m; 1 release X; 2 acquire X; 2 find m a",
         "destroyed_map find/2 destroy/1 dead_iterator", "once"},
        {"switched off", "1 insert m a; 1 destroy m; 1 find m a", "", "off=destroyed_map"},
        {"destroyed in the middle of a read",
         "0 insert m a; 0 create 1; 0 create 2; 1 open find m a; 1 release X; 2 acquire X; "
         "2 destroy m; 1 close",
         "destroyed_map find/1 destroy/2 in_flight"},
        {"the storage has a new map", "1 insert m a; 1 destroy m; 1 construct m; 1 insert m b; 1 find m b; 1 destroy m",
         ""},
        {"a map that never held anything", "1 destroy m; 1 construct m; 1 insert m a", ""},
        {"moved away, then used",
         "1 insert m a; 1 move n m; 1 insert m b; 1 find m b; 1 find n a; 1 destroy m; 1 find n a", ""},
    };
    check(rows);
}

TEST_CASE("a rule that is switched off says nothing") {
    const Row rows[] = {
        {"iteration_write", FILLED "1 open erase m a; 2 open begin m i", "", "off=iteration_write"},
        {"read_write", FILLED "1 open erase m a; 2 open find m i", "", "off=read_write"},
        {"write_write", FILLED "1 open erase m a; 2 open insert m c", "", "off=write_write"},
        {"reentrant_write", "1 insert m a; 1 open insert m b; 1 insert m c; 1 close", "", "off=reentrant_write"},
    };
    check(rows);
}
