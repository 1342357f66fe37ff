// EXPECT: silent
// OFF: edge_exit
// A detached thread has used a static map, is done with it and sleeps; main ends some time later and the map dies. That
// the destruction comes after is known to the program by time alone, as in most programs that end with threads
// still there; at exit such a pair is excused.
#include <mapcheck/map.h>
#include <thread>

#include "check.h"

static mapcheck::map<int, int> table;

int main() {
    static Cue done;
    std::thread([] {
        for (int i = 0; i < 100; ++i) table[i] = i;
        int sum = 0;
        for (const auto& [key, value] : table) sum += value;
        CHECK(sum == 4950);
        done.set();
        for (;;) pause();
    }).detach();
    done.await();
}
