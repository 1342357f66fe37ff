// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
//
// A diagnostics page prints the load factor of a table that others fill. Harmless looking, but it reads the bucket
// count and the size while an insertion changes both.
#include <thread>

#include <mapcheck/unordered_map.h>

#include "../cue.h"

int main() {
    mapcheck::unordered_map<int, int> table;
    for (int i = 0; i < 10; ++i) table.emplace(i, i);
    Cue printed;

    std::thread diagnostics([&] {
        const float load = table.load_factor(); // [read]
        std::printf("load: %d%%\n", static_cast<int>(load * 100));
        printed.set();
    });
    std::thread filler([&] {
        printed.await();
        table.insert({10, 10}); // [write]
    });
    diagnostics.join();
    filler.join();
}
