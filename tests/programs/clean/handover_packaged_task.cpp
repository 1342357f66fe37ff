// EXPECT: silent
// OFF: edge_atomic
// A packaged_task returns the iterator at which another thread goes on: making the state ready
// synchronises with get [futures.task, futures.state]. The thread is still running (it is joined last).
#include <future>
#include <mapcheck/map.h>
#include <thread>

#include "check.h"

int main() {
    using Map = mapcheck::map<int, int>;
    Map map;
    std::packaged_task<Map::iterator()> task([&] {
        for (int i = 0; i < 60; ++i) map[i] = i;
        return map.find(30);
    });
    auto middle = task.get_future();
    Cue made;
    Cue taken;
    std::thread worker([&] {
        task();
        made.set();
        taken.await();
    });
    made.await(); // ready already: get does not have to sleep
    int sum = 0;
    for (auto it = middle.get(); it != map.end(); it = map.erase(it)) sum += it->second;
    taken.set();
    worker.join();
    CHECK(sum == (30 + 59) * 15);
    CHECK(map.size() == 30);
}
