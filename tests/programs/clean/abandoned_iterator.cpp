// EXPECT: silent
// OFF: edge_lock
// Iterators that were abandoned: loops left by break, handles stored and never looked at again, also after their
// element, their map or their thread has gone. The steps that were made are ordered; an iterator's mere existence is no
// access.
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <mutex>
#include <thread>
#include <vector>

#include "check.h"

int main() {
    std::mutex mutex;
    mapcheck::unordered_map<int, int> map;
    for (int i = 0; i < 100; ++i) map[i] = i;
    std::vector<mapcheck::unordered_map<int, int>::iterator> stored;
    Cue searched;
    std::thread searcher([&] {
        mapcheck::unordered_map<int, int>::iterator found;
        {
            std::lock_guard lock(mutex);
            for (auto it = map.begin(); it != map.end(); ++it) {
                found = it;
                stored.push_back(it);
                if (stored.size() == 50) break;
            }
        }
        searched.set();
        usleep(2000);
        (void)found;
    });
    std::thread writer([&] {
        searched.await();
        for (int i = 0; i < 10'000; ++i) {
            std::lock_guard lock(mutex);
            map[i + 100] = i;
            map.erase(i);
        }
        std::lock_guard lock(mutex);
        mapcheck::unordered_map<int, int>().swap(map);
        stored.erase(stored.begin(), stored.begin() + 10);
    });
    searcher.join();
    writer.join();
    CHECK(map.empty() && stored.size() == 40);
}
