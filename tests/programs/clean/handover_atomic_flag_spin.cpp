// EXPECT: silent
// OFF: edge_atomic
// Two threads take turns on one iterator under a spin lock made of std::atomic_flag, each erasing what
// it has passed: every clear (release) is before the next successful test_and_set (acquire).
#include <atomic>
#include <mapcheck/map.h>
#include <thread>

#include "check.h"

int main() {
    std::atomic_flag busy = ATOMIC_FLAG_INIT;
    mapcheck::map<int, int> queue;
    for (int i = 0; i < 400; ++i) queue[i] = i % 7;
    auto cursor = queue.begin();
    long sum = 0;
    int turn = 0;
    auto worker = [&](int me) {
        for (bool more = true; more;) {
            while (busy.test_and_set(std::memory_order_acquire)) usleep(10);
            if (turn == me) {
                for (int i = 0; i < 20 && cursor != queue.end(); ++i) {
                    sum += cursor->second;
                    cursor = queue.erase(cursor);
                }
                turn = 1 - me;
            }
            more = !queue.empty();
            busy.clear(std::memory_order_release);
            if (more) usleep(20);
        }
    };
    std::thread one(worker, 0);
    std::thread two(worker, 1);
    one.join();
    two.join();
    long expected = 0;
    for (int i = 0; i < 400; ++i) expected += i % 7;
    CHECK(sum == expected);
    CHECK(queue.empty());
}
