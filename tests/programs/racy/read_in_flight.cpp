// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
// OPTIONS: order=0
//
// Order is not asked for (order=0): a whole insertion happens while a look-up is half way down the tree. In a real
// program the rotation sends the look-up into the wrong branch and a present key is "not found".
#include <thread>

#include <mapcheck/set.h>

#include "../cue.h"

Cue searching;
Cue inserted;

struct SlowLess {
    bool operator()(int a, int b) const {
        if (a == 25 || b == 25) { // only the search for 25 waits
            searching.set();
            inserted.await();
        }
        return a < b;
    }
};

int main() {
    mapcheck::set<int, SlowLess> keys;
    for (int i = 1; i < 8; ++i) keys.insert(i * 10);

    std::thread reader([&] {
        const bool found = keys.find(25) != keys.end(); // [read]
        std::printf("found: %d\n", found);
    });
    std::thread writer([&] {
        searching.await();
        keys.insert(100); // [write]
        inserted.set();
    });
    reader.join();
    writer.join();
}
