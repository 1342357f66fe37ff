// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
//
// Two different mutexes again, now for a look-up: the getter is guarded by the object's own mutex, the bulk import by
// the import's. Each is correct alone.
#include <mutex>
#include <thread>

#include <mapcheck/unordered_map.h>

#include "../cue.h"

int main() {
    mapcheck::unordered_map<int, int> accounts{{1, 100}, {2, 200}};
    std::mutex accounts_mutex;
    std::mutex import_mutex;
    Cue imported;

    std::thread importer([&] {
        const std::lock_guard<std::mutex> lock(import_mutex); // not the one that getters take
        mapcheck::unordered_map<int, int> more{{3, 300}};
        accounts.insert(more.begin(), more.end()); // [write]
        imported.set();
    });
    std::thread getter([&] {
        imported.await();
        const std::lock_guard<std::mutex> lock(accounts_mutex);
        std::printf("found: %d\n", accounts.find(2) != accounts.end()); // [read]
    });
    importer.join();
    getter.join();
}
