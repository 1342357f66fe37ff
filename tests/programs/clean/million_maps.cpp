// EXPECT: silent
// A million maps are made, filled, iterated and destroyed, in two threads, ten thousand alive at once; and as many
// mutexes and shared pointers. The memory of the process stays below what the runtime says that it takes (slots of 10,000
// and 8,192 that rest: 2.5 MiB; 19 MiB of synchronisation objects; traces, stacks, tombstones: 6 MiB) and what the
// program has itself: 64 MiB in all. Nothing here depends on one clause, hence no OFF.
#include <deque>
#include <fstream>
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "check.h"

static long resident_kib() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind("VmRSS:", 0) == 0) return std::stol(line.substr(6));
    return 0;
}

static void work() {
    std::deque<mapcheck::map<int, int>> alive;
    for (int made = 0; made < 500'000; ++made) {
        mapcheck::map<int, int>& map = alive.emplace_back();
        map[made] = 1;
        for (auto it = map.begin(); it != map.end(); ++it) CHECK(it->second == 1);
        if (alive.size() > 5000) alive.pop_front();
        if (made % 16 == 0) {
            auto mutex = std::make_shared<std::mutex>();
            auto copy = mutex;
            std::lock_guard lock(*copy);
        }
    }
}

int main() {
    std::thread one(work);
    std::thread two(work);
    one.join();
    two.join();
    const long kib = resident_kib();
    if (kib >= 64 * 1024) std::fprintf(stderr, "VmRSS: %ld KiB\n", kib);
    CHECK(kib > 0 && kib < 64 * 1024);
}
