// Dead iterators, iterators of the wrong map, end(): the container's own rules.
#include "simulation/simulation.h"

#include "catch.h"

using mapcheck::simulation::check;
using mapcheck::simulation::Row;

TEST_CASE("an iterator whose own element is gone") {
    const Row rows[] = {
        {"step after erase", "1 insert m a; 1 insert m b; 1 find m a i; 1 erase m a; 1 step i",
         "dead_erase step/1 erase/1 dead_iterator"},
        {"use after erase", "1 insert m a; 1 find m a i; 1 erase m a; 1 use i",
         "dead_erase use/1 erase/1 dead_iterator"},
        {"erase(it), then ++it", "1 insert m a; 1 insert m b; 1 begin m i; 1 erase m i; 1 step i",
         "dead_erase step/1 erase/1 dead_iterator"},
        {"erase twice", "1 insert m a; 1 find m a i; 1 erase m i; 1 erase m i",
         "dead_erase erase/1 erase/1 dead_iterator"},
        {"as a hint", "1 insert m a; 1 find m a i; 1 erase m a; 1 insert m b hint i",
         "dead_erase insert/1 erase/1 dead_iterator"},
        {"extract", "1 insert m a; 1 find m a i; 1 extract m a; 1 use i", "dead_erase use/1 extract/1 dead_iterator"},
        {"a copy of the iterator", "1 insert m a; 1 find m a i; 1 same j i; 1 erase m i; 1 use j",
         "dead_erase use/1 erase/1 dead_iterator"},
        {"by another thread, ordered",
         "1 insert m a; 1 find m a i; 1 release X; 2 acquire X; 2 erase m a; 2 release X; 1 acquire X; 1 use i",
         "dead_erase use/1 erase/2 dead_iterator"},
        {"unordered container", "1 insert u a; 1 find u a i; 1 erase u a; 1 use i",
         "dead_erase use/1 erase/1 dead_iterator"},
        {"reported once: a step restamps", "1 insert m a; 1 find m a i; 1 erase m a; 1 step i; 1 step i",
         "dead_erase step/1 erase/1 dead_iterator"},
        {"switched off", "1 insert m a; 1 find m a i; 1 erase m a; 1 use i", "", "off=dead_erase"},
        {"after two erases", "1 insert m a; 1 insert m b; 1 find m a i; 1 erase m a; 1 erase m b; 1 use i",
         "dead_erase use/1 erase/1 dead_iterator"},
    };
    check(rows);
}

TEST_CASE("rehash, clear, assignment, destruction") {
    const Row rows[] = {
        {"insertion that rehashes", "1 insert u a; 1 begin u i; 1 insert u b rehash; 1 step i",
         "dead_rehash step/1 insert/1 dead_iterator"},
        {"subscript that rehashes", "1 insert u a; 1 begin u i; 1 subscript u b rehash; 1 use i",
         "dead_rehash use/1 subscript/1 dead_iterator"},
        {"rehash()", "1 insert u a; 1 find u a i; 1 rehash u; 1 use i", "dead_rehash use/1 rehash/1 dead_iterator"},
        {"passed to a member", "1 insert u a; 1 find u a i; 1 rehash u; 1 erase u i",
         "dead_rehash erase/1 rehash/1 dead_iterator"},
        {"rehash off", "1 insert u a; 1 find u a i; 1 rehash u; 1 use i", "", "off=dead_rehash"},
        {"insertion that does not", "1 insert u a; 1 begin u i; 1 insert u b; 1 step i", ""},
        {"rehash() that changes nothing", "1 insert u a; 1 begin u i; 1 rehash u unchanged; 1 step i", ""},
        {"found again after the rehash", "1 insert u a; 1 rehash u; 1 find u a i; 1 use i; 1 insert u b; 1 use i", ""},
        {"the iterator that the rehashing insertion gave", "1 insert u a; 1 insert u b i rehash; 1 use i; 1 step i",
         ""},
        {"end() through a rehash", "1 insert u a; 1 end u i; 1 find u b j; 1 rehash u; 1 equal i j", ""},
        {"clear", "1 insert m a; 1 find m a i; 1 clear m; 1 use i", "dead_clear use/1 clear/1 dead_iterator"},
        {"clear, then filled again", "1 insert m a; 1 begin m i; 1 clear m; 1 insert m b; 1 step i",
         "dead_clear step/1 clear/1 dead_iterator"},
        {"clear off", "1 insert m a; 1 find m a i; 1 clear m; 1 use i", "", "off=dead_clear"},
        {"assignment", "1 insert m a; 1 find m a i; 1 assign m ab; 1 use i",
         "dead_assign use/1 assign/1 dead_iterator"},
        {"move assignment, the old elements", "1 insert m a; 1 insert n b; 1 find m a i; 1 move_assign m n; 1 use i",
         "dead_assign use/1 move_to/1 dead_iterator"},
        {"assignment off", "1 insert m a; 1 find m a i; 1 assign m ab; 1 use i", "", "off=dead_assign"},
        {"destruction", "1 insert m a; 1 find m a i; 1 destroy m; 1 use i",
         "dead_destroy use/1 destroy/1 dead_iterator"},
        {"destruction, step", "1 insert m a; 1 begin m i; 1 destroy m; 1 step i",
         "dead_destroy step/1 destroy/1 dead_iterator"},
        {"destruction, unordered container", "1 insert u a; 1 begin u i; 1 destroy u; 1 step i",
         "dead_destroy step/1 destroy/1 dead_iterator"},
        {"destruction off", "1 insert m a; 1 find m a i; 1 destroy m; 1 use i", "", "off=dead_destroy"},
        {"erased before the clear", "1 insert m a; 1 find m a i; 1 erase m a; 1 clear m; 1 use i",
         "dead_erase use/1 erase/1 dead_iterator"},
        {"a new map in the storage", "1 insert m a; 1 find m a i; 1 destroy m; 1 construct m; 1 insert m b; 1 use i",
         "dead_destroy use/1 destroy/1 dead_iterator"},
    };
    check(rows);
}

// An ordered map's end node carries no mark that inline code could ask for free.
TEST_CASE("what is not seen of an ordered map's end") {
    const Row rows[] = {
        {"step from the end that was stepped to", "1 insert m a; 1 begin m i; 1 step i; 1 step i", ""},
        {"use of what find did not find", "1 insert m a; 1 find m b i; 1 use i", ""},
        {"the same after any change", "1 insert m a; 1 find m b i; 1 insert m c; 1 use i",
         "end_iterator use/1 dead_iterator"},
        {"the same after a synchronisation", "1 insert m a; 1 begin m i; 1 step i; 1 release X; 1 find m a; 1 step i",
         "end_iterator step/1 dead_iterator"},
    };
    check(rows);
}

TEST_CASE("legal ways to go on") {
    const Row rows[] = {
        {"it = erase(it)",
         "1 insert m a; 1 insert m b; 1 insert m c; 1 begin m i; 1 erase m i i; 1 use i; 1 step i; 1 erase m i i; "
         "1 end m j; 1 equal i j",
         ""},
        {"erase of others in the loop",
         "1 insert m a; 1 insert m b; 1 insert m c; 1 begin m i; 1 erase m b; 1 step i; 1 use i; 1 erase m a; 1 use i",
         ""},
        {"insertion in the loop of a std::map",
         "1 insert m a; 1 insert m c; 1 begin m i; 1 insert m b; 1 step i; 1 use i; 1 step i", ""},
        {"erase(it++)", "1 insert m a; 1 insert m b; 1 begin m i; 1 same j i; 1 step i; 1 erase m j; 1 use i; 1 step i",
         ""},
        {"a handle kept for years",
         "1 insert m a; 1 insert m b; 1 find m a i; 1 erase m b; 1 insert m c; 1 erase m c; 1 insert m b; 1 use i; 1 "
         "step_back i",
         ""},
        {"handed over between steps",
         "1 insert m a; 1 insert m b; 1 begin m i; 1 release X; 2 acquire X; 2 step i; 2 insert m c; 2 step i", ""},
        {"abandoned",
         "1 insert m a; 1 insert m b; 1 begin m i; 1 step i; 1 release X; 2 acquire X; 2 erase m b; 2 clear m", ""},
        {"abandoned iterator is given a new value",
         "1 insert m a; 1 begin m i; 1 erase m a; 1 begin m i; 1 insert m b; 1 end m i; 1 step_back i", ""},
        {"--end()", "1 insert m a; 1 end m i; 1 step_back i; 1 use i", ""},
        {"end() kept while the map changes",
         "1 end m i; 1 insert m a; 1 erase m a; 1 insert m b; 1 begin m j; 1 step j; 1 equal i j", ""},
        {"stepped to the end, cleared, stepped back",
         "1 insert m a; 1 begin m i; 1 step i; 1 clear m; 1 insert m b; 1 step_back i; 1 use i", ""},
    };
    check(rows);
}

TEST_CASE("iterators of the wrong map, and end()") {
    const Row rows[] = {
        {"erase from another map", "1 insert m a; 1 insert n a; 1 find m a i; 1 erase n i",
         "foreign_iterator erase/1 insert/1 dead_iterator"},
        {"hint of another map", "1 insert m a; 1 insert n a; 1 find m a i; 1 insert n b hint i",
         "foreign_iterator insert/1 insert/1 dead_iterator"},
        {"compared with another map's end", "1 insert m a; 1 insert n a; 1 begin m i; 1 end n j; 1 equal i j",
         "foreign_iterator compare/1 insert/1 dead_iterator"},
        {"foreign: a map that has never held anything", "1 insert m a; 1 find m a i; 1 erase n i",
         "foreign_iterator erase/1 insert/1 dead_iterator"},
        {"foreign off", "1 insert m a; 1 insert n a; 1 find m a i; 1 erase n i", "", "off=foreign_iterator"},
        {"equal ends of unordered maps are not certain",
         "1 insert u a; 1 insert v a; 1 end u i; 1 end v j; 1 equal i j", ""},
        {"step from end()", "1 insert m a; 1 end m i; 1 step i", "end_iterator step/1 dead_iterator"},
        {"use of end(), unordered", "1 insert u a; 1 find u b i; 1 use i", "end_iterator use/1 dead_iterator"},
        {"step from end(), unordered", "1 insert u a; 1 begin u i; 1 step i; 1 step i",
         "end_iterator step/1 dead_iterator"},
        {"erase(end())", "1 insert m a; 1 end m i; 1 erase m i", "end_iterator erase/1 dead_iterator"},
        {"end off", "1 insert m a; 1 end m i; 1 step i", "", "off=end_iterator"},
        {"use of end()", "1 insert m a; 1 end m i; 1 use i", "end_iterator use/1 dead_iterator"},
    };
    check(rows);
}
