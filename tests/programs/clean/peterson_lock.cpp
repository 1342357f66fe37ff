// EXPECT: silent
// OFF: edge_atomic
// Peterson's lock for two threads, of sequentially consistent loads and stores: who enters has read either the other's
// flag as lowered, or the turn as given by the other, which was a release by the other after its last critical section.
#include <atomic>
#include <mapcheck/unordered_map.h>
#include <thread>

#include "check.h"

int main() {
    std::atomic<bool> wants[2] = {};
    std::atomic<int> turn{0};
    mapcheck::unordered_map<int, int> map;
    auto work = [&](int me) {
        for (int i = 0; i < 300; ++i) {
            wants[me] = true;
            turn = 1 - me;
            while (wants[1 - me] && turn == 1 - me) usleep(5);
            map[me * 1000 + i] = i;
            if (i >= 20) map.erase(me * 1000 + i - 20);
            int count = 0;
            for (auto it = map.begin(); it != map.end(); ++it) ++count;
            CHECK(count <= 41);
            wants[me] = false;
            if (i % 16 == 0) usleep(20);
        }
    };
    std::thread one(work, 0);
    std::thread two(work, 1);
    one.join();
    two.join();
    CHECK(map.size() == 40);
}
