// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
// OPTIONS: order=0
//
// The other way round, on a hash table: an insertion has stopped inside the hash function when a look-up comes and
// goes. Certain without any reasoning about order: both calls are in the container at once.
#include <thread>

#include <mapcheck/unordered_set.h>

#include "../cue.h"

Cue inserting;
Cue looked;

struct SlowHash {
    std::size_t operator()(int key) const {
        if (key == 100) { // only the new key's hash waits
            inserting.set();
            looked.await();
        }
        return static_cast<std::size_t>(key);
    }
};

int main() {
    mapcheck::unordered_set<int, SlowHash> keys;
    for (int i = 1; i < 8; ++i) keys.insert(i);

    std::thread writer([&] {
        keys.insert(100); // [write]
    });
    std::thread reader([&] {
        inserting.await();
        const bool found = keys.find(3) != keys.end(); // [read]
        std::printf("found: %d\n", found);
        looked.set();
    });
    writer.join();
    reader.join();
}
