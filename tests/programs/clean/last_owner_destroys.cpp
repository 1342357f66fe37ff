// EXPECT: silent
// OFF: edge_atomic
// Threads share a map through shared_ptr and read it; whoever lets go last destroys it. The decrements of the count
// are what orders the readers before the destruction.
#include <mapcheck/unordered_map.h>
#include <memory>
#include <thread>
#include <vector>

#include "check.h"

struct Table {
    ~Table() {
        rows.erase(rows.begin()); // a write, in the last owner's thread
        CHECK(rows.size() == 99);
        destroyed.set();
    }
    mapcheck::unordered_map<int, int> rows;
    Cue& destroyed;
};

int main() {
    Cue destroyed;
    auto table = std::shared_ptr<Table>(new Table{{}, destroyed});
    for (int i = 0; i < 100; ++i) table->rows[i] = i;
    std::weak_ptr<Table> weak = table;
    std::vector<std::thread> threads;
    for (int me = 0; me < 4; ++me) {
        threads.emplace_back([mine = table, me] {
            int sum = 0;
            for (const auto& [key, value] : mine->rows) sum += value;
            CHECK(sum == 4950);
            usleep(100 * me);
            // its copy dies with the thread's function object, before the thread is joined
        });
    }
    threads.emplace_back([weak] {
        if (auto mine = weak.lock()) CHECK(mine->rows.count(5) == 1);
    });
    table.reset();
    destroyed.await();
    for (auto& t : threads) t.join();
    CHECK(weak.expired());
}
