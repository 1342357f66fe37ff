// EXPECT: concurrent map writes @ first / second
// OFF: write_write
//
// Two consumers each take the occurrence that they were told to take: erase against erase on one multiset.
#include <thread>

#include <mapcheck/set.h>

#include "../cue.h"

int main() {
    mapcheck::multiset<int> tickets{1, 1, 2, 2, 3, 3, 4, 4};
    Cue taken;

    std::thread one([&] {
        tickets.erase(1); // [first]
        taken.set();
    });
    std::thread other([&] {
        taken.await();
        tickets.erase(4); // [second]
    });
    one.join();
    other.join();
}
