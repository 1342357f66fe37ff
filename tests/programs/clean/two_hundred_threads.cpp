// EXPECT: silent
// A chain of 200 live threads: each map is handed on under a mutex of its own, while all of them use a logger's mutex too.
// More threads than a vector clock has components: some share one, and what a thread knows of one of them must not be
// taken for knowing the other. (No OFF: the edge under test is one of two hundred.)
#include <atomic>
#include <mutex>
#include <thread>
#include <unistd.h>
#include <vector>

#include <mapcheck/map.h>

#include "check.h"

static std::mutex logger;
static std::atomic<int> turn{0};

static void wait_for(int t) {
    while (turn.load(std::memory_order_relaxed) != t) usleep(50);
}

int main() {
    constexpr int threads = 200;
    std::vector<mapcheck::map<int, int>> maps(threads);
    std::vector<std::mutex> boxes(threads);
    std::vector<std::thread> chain;
    for (int i = 0; i < threads; ++i) {
        chain.emplace_back([&, i] {
            mapcheck::map<int, int> own;
            for (int k = 0; k < i * 7919 % 50; ++k) {
                own[k] = k;
                std::lock_guard<std::mutex> log(logger);
            }
            wait_for(i);
            { std::lock_guard<std::mutex> log(logger); }
            if (i > 0) {
                std::lock_guard<std::mutex> guard(boxes[i - 1]);
                for (int k = 0; k < i; ++k) CHECK(maps[k].count(k) == 1);
            }
            maps[i][i] = i;
            own[1000] = 1;
            { std::lock_guard<std::mutex> guard(boxes[i]); }
            turn.store(i + 1, std::memory_order_relaxed);
            wait_for(threads + 1);
        });
    }
    wait_for(threads);
    turn.store(threads + 1, std::memory_order_relaxed);
    for (std::thread& t : chain) t.join();
}
