// EXPECT: concurrent map iteration and map write @ step / write
// EXPECT: iterator invalidated by rehash @ step / write
// OFF: dead_rehash
//
// A warm-up thread reserves room in the set of known hosts while another walks it. No node moves, so no sanitizer that
// watches memory has anything to say; but the order of the elements changes under the loop, which skips or repeats.
#include <thread>

#include <mapcheck/unordered_set.h>

#include "../cue.h"

int main() {
    mapcheck::unordered_set<int> hosts;
    for (int i = 0; i < 10; ++i) hosts.insert(i * 7);
    Cue walking;
    Cue grown;

    std::thread walker([&] {
        int seen = 0;
        for (int host : hosts) { // [step]
            seen += host >= 0;
            if (seen == 3) {
                walking.set();
                grown.await();
            }
        }
        std::printf("seen: %d\n", seen);
    });
    std::thread warm_up([&] {
        walking.await();
        hosts.reserve(1000); // [write]
        grown.set();
    });
    walker.join();
    warm_up.join();
}
