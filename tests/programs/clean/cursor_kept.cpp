// EXPECT: silent
// OFF: edge_lock
// A cursor into a std::map is kept across critical sections while another thread inserts and erases OTHER elements
// under the same mutex: an iterator of a node-based container dies with its own element only
// [associative.reqmts.general]. The cursor rests on multiples of ten, which nobody erases.
#include <mapcheck/map.h>
#include <mutex>
#include <thread>

#include "check.h"

int main() {
    std::mutex mutex;
    mapcheck::map<int, int> prices;
    for (int i = 0; i <= 2000; i += 10) prices[i] = i;
    Cue started;
    Cue churning;
    bool stop = false;
    std::thread walker([&] {
        mapcheck::map<int, int>::iterator cursor;
        {
            std::lock_guard lock(mutex);
            cursor = prices.begin();
        }
        started.set();
        churning.await();
        for (int round = 0, at = 0; at < 2000; ++round) {
            if (round % 10 == 0) usleep(50);
            std::lock_guard lock(mutex);
            do {
                ++cursor;
            } while (cursor->first % 10 != 0);
            at += 10;
            CHECK(cursor->first == at);
            CHECK(cursor->second == at);
        }
        std::lock_guard lock(mutex);
        stop = true;
    });
    std::thread churner([&] {
        started.await();
        for (int i = 0;; ++i) {
            std::lock_guard lock(mutex);
            if (stop) break;
            const int key = i * 37 % 2000;
            if (key % 10 == 0) continue;
            if (!prices.emplace(key, key).second) prices.erase(key);
            if (i > 20) churning.set();
        }
    });
    walker.join();
    churner.join();
    int tens = 0;
    for (const auto& [key, price] : prices) tens += key % 10 == 0;
    CHECK(tens == 201);
}
