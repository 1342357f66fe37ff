// EXPECT: silent
// OFF: edge_readers
// Readers iterate under shared locks at the same time, a writer erases and inserts under the exclusive one: every
// unlock_shared synchronises with the next exclusive lock [thread.sharedmutex.requirements].
#include <mapcheck/unordered_map.h>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

#include "check.h"

int main() {
    std::shared_mutex mutex;
    mapcheck::unordered_map<int, int> routes;
    for (int i = 0; i < 100; ++i) routes[i] = 1;
    Cue read;
    std::vector<std::thread> threads;
    for (int me = 0; me < 3; ++me) {
        threads.emplace_back([&] {
            for (int round = 0; round < 50; ++round) {
                {
                    std::shared_lock lock(mutex);
                    int sum = 0;
                    for (const auto& [key, value] : routes) sum += value;
                    CHECK(sum == 100);
                }
                if (round == 5) read.set();
                usleep(50);
            }
        });
    }
    threads.emplace_back([&] {
        read.await();
        for (int i = 0; i < 200; ++i) {
            std::unique_lock lock(mutex);
            routes.erase(i);
            routes[i + 100] = 1;
        }
    });
    for (auto& t : threads) t.join();
    CHECK(routes.size() == 100);
}
