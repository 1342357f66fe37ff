// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
//
// empty() as a cheap hint outside the lock, the queue itself under it: the hint is a read like any other. Met in
// hand-written work queues ("check first, lock only if there is something").
#include <mutex>
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

int main() {
    mapcheck::multimap<int, int> queue{{1, 1}, {1, 2}, {2, 3}};
    std::mutex queue_mutex;
    Cue peeked;

    std::thread worker([&] {
        const bool idle = queue.empty(); // [read]
        std::printf("idle: %d\n", idle);
        peeked.set();
    });
    std::thread cancel([&] {
        peeked.await();
        const std::lock_guard<std::mutex> lock(queue_mutex);
        queue.clear(); // [write]
    });
    worker.join();
    cancel.join();
}
