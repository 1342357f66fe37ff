// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
//
// A timer thread asks lower_bound for the next deadline while another splices a batch of new deadlines in by merge.
#include <thread>

#include <mapcheck/set.h>

#include "../cue.h"

int main() {
    mapcheck::set<int> deadlines{10, 20, 30};
    Cue merged;

    std::thread scheduler([&] {
        mapcheck::set<int> batch{15, 25};
        deadlines.merge(batch); // [write]
        merged.set();
    });
    std::thread timer([&] {
        merged.await();
        const auto next = deadlines.lower_bound(12); // [read]
        std::printf("next: %d\n", next != deadlines.end());
    });
    scheduler.join();
    timer.join();
}
