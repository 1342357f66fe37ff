// EXPECT: silent
// OFF: edge_lock
// STD: 20
// Five hundred threads alive at once share a map under a mutex and each has maps of its own; then ten thousand in
// sequence. What a thread takes is given to later ones: the process stays below 256 MiB (500 x 154 KiB are 75).
#include <barrier>
#include <fstream>
#include <mapcheck/map.h>
#include <mutex>
#include <pthread.h>
#include <string>
#include <thread>
#include <vector>

#include "check.h"

static std::mutex mutex;
static mapcheck::map<int, int> shared;

static long resident_kib() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind("VmRSS:", 0) == 0) return std::stol(line.substr(6));
    return 0;
}

int main() {
    constexpr int alive = 500;
    std::barrier all_here(alive);
    std::vector<std::thread> threads;
    threads.reserve(alive);
    for (int n = 0; n < alive; ++n) {
        threads.emplace_back([n, &all_here] {
            all_here.arrive_and_wait();
            mapcheck::map<int, int> own;
            for (int i = 0; i < 20; ++i) own[i] = n;
            std::lock_guard lock(mutex);
            shared[n] = 1;
            if (n % 3 == 0) shared.erase(n);
            auto at = shared.begin();
            for (int i = 0; i < 5 && at != shared.end(); ++i) ++at;
            int sum = 0;
            for (const auto& entry : own) sum += entry.second;
            CHECK(sum == 20 * n);
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(shared.size() == 333);
    for (int n = 0; n < 10'000; ++n) {
        std::thread([n] {
            std::lock_guard lock(mutex);
            shared[1000 + n] = n;
            if (n >= 10) shared.erase(1000 + n - 10);
        }).join();
    }
    CHECK(shared.size() == 343);
    const long kib = resident_kib();
    if (kib >= 256 * 1024) std::fprintf(stderr, "VmRSS: %ld KiB\n", kib);
    CHECK(kib > 0 && kib < 256 * 1024);
}
