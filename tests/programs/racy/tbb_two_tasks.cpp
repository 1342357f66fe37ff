// EXPECT: concurrent map writes @ one / two
// OFF: write_write
// LINK: tbb
//
// Two tasks of one group are not ordered by having been run one after the other.
#include <atomic>

#include <unistd.h>

#include <tbb/global_control.h>
#include <tbb/task_group.h>

#include <mapcheck/map.h>

int main() {
    const tbb::global_control threads(tbb::global_control::max_allowed_parallelism, 4);
    mapcheck::map<int, int> map;
    std::atomic<int> turn{0};
    tbb::task_group group;
    group.run([&] {
        map.insert({1, 1}); // [one]
        turn.store(1, std::memory_order_relaxed);
        while (turn.load(std::memory_order_relaxed) != 2) usleep(1000);
    });
    group.run([&] {
        while (turn.load(std::memory_order_relaxed) != 1) usleep(1000);
        map.insert({2, 2}); // [two]
        turn.store(2, std::memory_order_relaxed);
    });
    group.wait();
}
