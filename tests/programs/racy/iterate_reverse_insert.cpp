// EXPECT: concurrent map iteration and map write @ step / write
// OFF: iteration_write
//
// The newest entries first: a reverse loop over a time-ordered map, into which a writer puts an entry. Steps backwards
// are steps. Met in log viewers and candle charts.
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

int main() {
    mapcheck::map<int, int> log;
    for (int t = 0; t < 8; ++t) log.emplace(t, t);
    Cue viewing;
    Cue written;

    std::thread viewer([&] {
        int shown = 0;
        for (auto it = log.rbegin(), last = log.rend(); it != last; ++it) { // [step]
            if (++shown == 2) {
                viewing.set();
                written.await();
            }
        }
        std::printf("shown: %d\n", shown);
    });
    std::thread writer([&] {
        viewing.await();
        log.try_emplace(8, 8); // [write]
        written.set();
    });
    viewer.join();
    writer.join();
}
