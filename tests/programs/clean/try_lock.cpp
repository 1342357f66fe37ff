// EXPECT: silent
// OFF: edge_lock
// try_lock that fails and goes elsewhere, try_lock_for that times out, std::try_lock of several: the map is touched
// only where a lock was got, and that one orders like any other.
#include <chrono>
#include <mapcheck/map.h>
#include <mutex>
#include <thread>
#include <vector>

#include "check.h"

int main() {
    std::mutex mutex;
    std::timed_mutex timed;
    mapcheck::map<int, int> map;
    int skipped = 0;
    int done[2] = {0, 0};
    Cue held;
    Cue release;
    std::thread holder([&] {
        std::scoped_lock lock(mutex, timed);
        for (int i = 0; i < 10; ++i) map[-i] = i;
        held.set();
        release.await();
    });
    std::vector<std::thread> threads;
    for (int me = 0; me < 2; ++me) {
        threads.emplace_back([&, me] {
            if (me == 0) {
                held.await();
                if (!mutex.try_lock()) ++skipped;
                if (!timed.try_lock_for(std::chrono::milliseconds(2))) ++skipped;
                if (std::try_lock(timed, mutex) == 0) ++skipped; // the first of them is taken
                release.set();
            }
            release.await();
            while (done[me] < 100) {
                if (!mutex.try_lock()) {
                    usleep(20);
                    continue;
                }
                map[1000 + me * 1000 + done[me]++] = 1;
                map.erase(map.begin());
                mutex.unlock();
            }
        });
    }
    holder.join();
    for (auto& t : threads) t.join();
    CHECK(skipped == 3);
    CHECK(map.size() == 10);
}
