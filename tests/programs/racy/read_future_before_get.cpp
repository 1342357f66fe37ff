// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
//
// The result of an asynchronous load is used before get(): the task is known to be done "because the progress bar says
// 100 %", but only get() or wait() hands its work over.
#include <future>

#include <mapcheck/map.h>

#include "../cue.h"

int main() {
    mapcheck::map<int, int> document;
    Cue progress_full;

    std::future<void> load = std::async(std::launch::async, [&] {
        document.emplace(1, 1); // [write]
        progress_full.set();
    });
    progress_full.await();
    const bool loaded = document.count(1) != 0; // [read]
    std::printf("loaded: %d\n", loaded);
    load.get(); // too late
}
