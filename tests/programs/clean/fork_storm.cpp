// EXPECT: silent
// OFF: edge_lock
// A process whose threads make, use and destroy maps without a pause, and come and go, forks a hundred times. Each
// child makes hundreds of maps, starts threads that share one under a mutex, and forks once more.
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <mutex>
#include <sys/wait.h>
#include <thread>
#include <vector>

#include "check.h"

static mapcheck::map<int, int> table;

// Nodes and nested calls that give each round other stacks.
__attribute__((noinline)) static int churn(int depth, int seed) {
    if (depth > 0) return churn(depth - 1, seed) + 1;
    mapcheck::map<int, int> map;
    for (int i = 0; i < 5; ++i) map[i * seed] = i;
    int sum = 0;
    for (auto it = map.begin(); it != map.end(); it = map.erase(it)) sum += it->second;
    return sum >= 0;
}

static void wait_for(pid_t child) {
    CHECK(child > 0);
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void in_child() {
    std::vector<mapcheck::unordered_map<int, int>> many(300);
    for (std::size_t i = 0; i < many.size(); ++i)
        for (int k = 0; k < 3; ++k) many[i][k] = static_cast<int>(i);
    for (std::size_t i = 0; i < many.size(); ++i)
        for (const auto& [key, value] : many[i]) CHECK(value == static_cast<int>(i) && key < 3);
    std::mutex mutex;
    auto share = [&] {
        for (int i = 0; i < 10; ++i) {
            std::lock_guard lock(mutex);
            table[i] += 1;
            table[50 + i] = 1;
            int count = 0;
            for (const auto& entry : table) count += entry.second > 0;
            CHECK(count == static_cast<int>(table.size()));
            table.erase(50 + i);
            churn(i, 3);
        }
    };
    std::thread one(share);
    std::thread two(share);
    one.join();
    two.join();
    CHECK(table.size() == 20);
}

int main() {
    for (int i = 0; i < 20; ++i) table[i] = 1;
    std::vector<std::thread> workers;
    std::atomic<bool> stop{false};
    for (int n = 0; n < 3; ++n)
        workers.emplace_back([&, n] {
            for (int i = 1; !stop.load(); ++i) {
                churn(i % 30, n + 2);
                if (n == 0) std::thread([&] { churn(i % 7, 5); }).join();
            }
        });
    for (int round = 0; round < 100; ++round) {
        const pid_t child = fork();
        if (child == 0) {
            alarm(30);
            in_child();
            if (round % 10 == 0) {
                const pid_t grandchild = fork();
                if (grandchild == 0) {
                    in_child();
                    _exit(0);
                }
                wait_for(grandchild);
            }
            _exit(0);
        }
        wait_for(child);
    }
    stop = true;
    for (auto& worker : workers) worker.join();
    CHECK(table.size() == 20);
}
