// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
//
// Hot reload by swap: "swapping is only a few pointers, so it is as good as atomic". It is not, and the old table dies
// in the reloader's hands while look-ups may still be in it.
#include <string>
#include <thread>

#include <mapcheck/unordered_map.h>

#include "../cue.h"

int main() {
    mapcheck::unordered_map<std::string, int> active{{"a", 1}, {"b", 2}};
    Cue looked;
    Cue swapped;

    std::thread request([&] {
        const auto setting = active.find("a"); // [read]
        std::printf("found: %d\n", setting != active.end());
        looked.set();
        swapped.await(); // the request outlives the reload
    });
    std::thread reloader([&] {
        mapcheck::unordered_map<std::string, int> fresh{{"a", 5}, {"c", 6}};
        looked.await();
        active.swap(fresh); // [write]
        fresh = {};         // the reader's table, on its way out
        swapped.set();
    });
    request.join();
    reloader.join();
}
