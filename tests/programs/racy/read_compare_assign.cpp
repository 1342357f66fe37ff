// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
//
// "Did the settings change?" is answered by comparing two maps while another thread assigns to one of them.
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

int main() {
    mapcheck::map<int, int> current{{1, 1}, {2, 2}};
    const mapcheck::map<int, int> shown{{1, 1}, {2, 2}};
    Cue compared;

    std::thread watcher([&] {
        const bool same = current == shown; // [read]
        std::printf("same: %d\n", same);
        compared.set();
    });
    std::thread setter([&] {
        compared.await();
        current = {{1, 1}, {2, 3}}; // [write]
    });
    watcher.join();
    setter.join();
}
