// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
//
// operator[] on an absent key is an insertion, however much it looks like a read: a handler that only wants "the value
// or zero" writes the table that another thread is asking.
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

int main() {
    mapcheck::map<int, int> balance{{1, 10}, {2, 20}};
    Cue asked;

    std::thread auditor([&] {
        const bool known = balance.count(2) != 0; // [read]
        std::printf("known: %d\n", known);
        asked.set();
    });
    std::thread handler([&] {
        asked.await();
        const int value = balance[77]; // [write]
        std::printf("value: %d\n", value);
    });
    auditor.join();
    handler.join();
}
