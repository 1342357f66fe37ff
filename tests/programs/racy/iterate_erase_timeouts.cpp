// EXPECT: concurrent map iteration and map write @ step / write
// OFF: iteration_write
//
// A scan for time-outs walks the open orders while the settlement thread erases one of them, no lock on either side.
// The element that goes is far from the scan's own, so the program seems to work. Met in order books, session tables,
// timer wheels.
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

int main() {
    mapcheck::map<int, int> orders;
    for (int id = 0; id < 8; ++id) orders.emplace(id, 100 + id);
    Cue scanning;
    Cue settled;

    std::thread scanner([&] {
        int open = 0;
        for (const auto& order : orders) { // [step]
            open += order.second;
            if (order.first == 1) { // the erase falls between this step and the next
                scanning.set();
                settled.await();
            }
        }
        std::printf("open: %d\n", open);
    });
    std::thread settlement([&] {
        scanning.await();
        orders.erase(6); // [write]
        settled.set();
    });
    scanner.join();
    settlement.join();
}
