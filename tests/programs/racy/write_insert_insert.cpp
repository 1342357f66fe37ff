// EXPECT: concurrent map writes @ first / second
// OFF: write_write
//
// Two sessions log in at once and both register themselves, without a lock: "every session has its own key". The keys
// differ, the tree is one. Met in connection tables.
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

int main() {
    mapcheck::map<int, int> sessions;
    Cue registered;

    std::thread alice([&] {
        sessions.emplace(1, 1); // [first]
        registered.set();
    });
    std::thread bob([&] {
        registered.await();
        sessions.emplace(2, 2); // [second]
    });
    alice.join();
    bob.join();
}
