// EXPECT: concurrent map writes @ write / write
// OFF: write_write
//
// Two threads begin their insertions at the same moment, thousands of times: whoever comes second finds a mark on the
// map that has just been made, and must not take it for its own ("re-entrant map write"). In the last round one surely
// falls into the other, whatever the scheduler does. The keys are all there already: the tree stays as it is.
#include <atomic>
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

constexpr int rounds = 3000;
std::atomic<int> arrived[rounds];
Cue searching;
Cue inserted;
thread_local bool waits_inside;

struct Less {
    bool operator()(int a, int b) const {
        if (waits_inside) {
            searching.set();
            inserted.await();
        }
        return a < b;
    }
};

void meet(int round) { // orders nothing
    arrived[round].fetch_add(1, std::memory_order_relaxed);
    for (int i = 0; arrived[round].load(std::memory_order_relaxed) < 2; ++i)
        if (i > 1000) std::this_thread::yield();
}

int main() {
    mapcheck::map<int, int, Less> table;
    table.emplace(0, 0);

    const auto run = [&](bool slow) {
        for (int round = 0; round <= rounds; ++round) {
            const bool last = round == rounds;
            if (!last) meet(round);
            if (last && slow) waits_inside = true;
            if (last && !slow) searching.await();
            table.insert({0, 0}); // [write]
        }
        if (!slow) inserted.set();
    };
    std::thread one(run, true);
    run(false);
    one.join();
}
