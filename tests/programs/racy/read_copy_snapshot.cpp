// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
//
// "I take a copy, so I need no lock": but the copying itself reads every element. Met in snapshot-then-serialise code.
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

int main() {
    mapcheck::map<int, int> live{{1, 1}, {2, 2}, {3, 3}};
    Cue copied;

    std::thread snapshot([&] {
        const mapcheck::map<int, int> copy(live); // [read]
        std::printf("copied: %zu\n", copy.size());
        copied.set();
    });
    std::thread writer([&] {
        copied.await();
        live.emplace_hint(live.end(), 4, 4); // [write]
    });
    snapshot.join();
    writer.join();
}
