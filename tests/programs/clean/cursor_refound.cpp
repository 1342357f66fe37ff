// EXPECT: silent
// OFF: edge_lock
// A scan that gives the lock back between slices keeps the next key, not the iterator, and finds its place again with
// lower_bound, whatever was erased in the gaps.
#include <mapcheck/map.h>
#include <mutex>
#include <thread>

#include "check.h"

int main() {
    std::mutex mutex;
    mapcheck::map<int, int> orders;
    for (int i = 0; i < 2000; ++i) orders[i] = 1;
    int scanned = 0;
    bool finished = false;
    std::thread scanner([&] {
        for (int next = 0; !finished; usleep(50)) {
            std::lock_guard lock(mutex);
            auto it = orders.lower_bound(next);
            for (int slice = 0; slice < 50 && it != orders.end(); ++slice, ++it) scanned += it->second;
            if (it == orders.end()) {
                finished = true;
            } else {
                next = it->first;
            }
        }
    });
    std::thread eraser([&] {
        for (int i = 0; i < 2000; i += 2) {
            std::lock_guard lock(mutex);
            orders.erase(i);
        }
        for (int i = 0; i < 100; ++i) {
            std::lock_guard lock(mutex);
            orders[-i] = 1;
        }
    });
    scanner.join();
    eraser.join();
    CHECK(finished);
    CHECK(scanned >= 1000 && scanned <= 2100);
    CHECK(orders.size() == 1100); // 1000 odd ones, and 0 to -99
}
