// EXPECT: iterator invalidated by rehash @ step / write
// OFF: dead_rehash
//
// A janitor cleans a few entries per tick and keeps its cursor over ticks; every access is under the one mutex. In
// between the table grows and rehashes: the cursor is in the middle of another order. Perfectly ordered, and wrong.
#include <mutex>
#include <thread>

#include <mapcheck/unordered_map.h>

#include "../cue.h"

int main() {
    mapcheck::unordered_map<int, int> clients;
    std::mutex clients_mutex;
    for (int id = 0; id < 8; ++id) clients.emplace(id, id);
    Cue paused;
    Cue grown;

    std::thread janitor([&] {
        std::unique_lock<std::mutex> lock(clients_mutex);
        auto cursor = clients.begin();
        int visited = 1;
        lock.unlock(); // the tick is over, the cursor stays
        paused.set();
        grown.await();
        lock.lock();
        while (++cursor != clients.end()) ++visited; // [step]
        std::printf("visited: %d\n", visited);
    });
    std::thread traffic([&] {
        paused.await();
        for (int id = 100; id < 400; ++id) {
            const std::lock_guard<std::mutex> lock(clients_mutex);
            clients.emplace(id, id); // [write]
        }
        grown.set();
    });
    janitor.join();
    traffic.join();
}
