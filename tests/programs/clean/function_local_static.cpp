// EXPECT: silent
// OFF: edge_guard
// A function-local static table: whoever calls first fills it, later callers of other threads find it ready, without a
// call of the runtime (the guard's fast path). Initialisation is before every return [stmt.dcl].
#include <mapcheck/map.h>
#include <string>
#include <thread>

#include "check.h"

static const mapcheck::map<std::string, int>& colours() {
    static const mapcheck::map<std::string, int> table = [] {
        mapcheck::map<std::string, int> made;
        for (int i = 0; i < 30; ++i) made["colour" + std::to_string(i)] = i;
        return made;
    }();
    return table;
}

int main() {
    Cue made;
    std::thread first([&] {
        CHECK(colours().size() == 30);
        made.set();
    });
    std::thread second([&] {
        made.await();
        int sum = 0;
        for (const auto& [name, number] : colours()) sum += number;
        CHECK(sum == 435);
        CHECK(colours().at("colour7") == 7);
    });
    first.join();
    second.join();
}
