// EXPECT: concurrent map iteration and map write @ step / write
// OFF: iteration_write
//
// A collector merges a batch into the table of pending events while the sender walks that table. The table has room,
// so only the missing order is wrong. Met where map-reduce results are joined "on the fly".
#include <thread>

#include <mapcheck/unordered_map.h>

#include "../cue.h"

int main() {
    mapcheck::unordered_map<int, int> pending;
    pending.reserve(64);
    for (int i = 0; i < 8; ++i) pending.emplace(i, i);
    Cue sending;
    Cue merged;

    std::thread sender([&] {
        int sent = 0;
        for (const auto& event : pending) { // [step]
            sent += event.second >= 0;
            if (sent == 2) {
                sending.set();
                merged.await();
            }
        }
        std::printf("sent: %d\n", sent);
    });
    std::thread collector([&] {
        mapcheck::unordered_map<int, int> batch;
        batch.emplace(100, 1);
        batch.emplace(101, 2);
        sending.await();
        pending.merge(batch); // [write]
        merged.set();
    });
    sender.join();
    collector.join();
}
