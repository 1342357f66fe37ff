// EXPECT: concurrent map writes @ first / second
// OFF: write_write
// OPTIONS: order=0
//
// Order is not asked for (order=0): a whole insertion begins and ends while another one is half way down the tree.
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

Cue inserting;
Cue inserted;

struct SlowLess {
    bool operator()(int a, int b) const {
        if (a == 25 || b == 25) { // only the insertion of 25 waits
            inserting.set();
            inserted.await();
        }
        return a < b;
    }
};

int main() {
    mapcheck::map<int, int, SlowLess> table;
    for (int i = 1; i < 8; ++i) table.insert({i * 10, i});

    std::thread slow([&] {
        table.insert({25, 25}); // [first]
    });
    std::thread quick([&] {
        inserting.await();
        table.insert({100, 100}); // [second]
        inserted.set();
    });
    slow.join();
    quick.join();
}
