// EXPECT: concurrent map read and map write @ find / erase
// OFF: read_write
// LINK: tbb
//
// Whoever runs a task goes on beside it until the wait.
#include <atomic>

#include <unistd.h>

#include <tbb/global_control.h>
#include <tbb/task_group.h>

#include <mapcheck/map.h>

int main() {
    const tbb::global_control threads(tbb::global_control::max_allowed_parallelism, 4);
    mapcheck::map<int, int> map;
    for (int i = 0; i < 100; ++i) map[i] = i;
    std::atomic<bool> has_run{false};
    tbb::task_group group;
    group.run([&] {
        (void)map.find(7); // [find]
        has_run.store(true, std::memory_order_relaxed);
    });
    while (!has_run.load(std::memory_order_relaxed)) usleep(1000);
    map.erase(50); // [erase]
    group.wait();
}
