// EXPECT: concurrent map iteration and map write @ step / write
// OFF: iteration_write
//
// The exporter walks the counters while a worker counts a name for the first time: operator[] inserts. There is room
// for it, so nothing rehashes and nothing crashes; the exporter may or may not see the element. Met in every
// hand-written metrics registry.
#include <string>
#include <thread>

#include <mapcheck/unordered_map.h>

#include "../cue.h"

int main() {
    mapcheck::unordered_map<std::string, long> counters;
    counters.reserve(64);
    for (int i = 0; i < 8; ++i) counters["requests_" + std::to_string(i)] = i;
    Cue exporting;
    Cue counted;

    std::thread exporter([&] {
        long total = 0;
        int seen = 0;
        for (const auto& counter : counters) { // [step]
            total += counter.second;
            if (++seen == 3) {
                exporting.set();
                counted.await();
            }
        }
        std::printf("total: %ld\n", total);
    });
    std::thread worker([&] {
        exporting.await();
        ++counters["requests_new"]; // [write]
        counted.set();
    });
    exporter.join();
    worker.join();
}
