// EXPECT: concurrent map iteration and map write @ step / write
// OFF: iteration_write
//
// Both sides lock, but not the same mutex: the statistics page uses the class's stats_mutex, the worker its
// table_mutex. Each change looked right in review. Met after a "finer locking" refactoring.
#include <mutex>
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

int main() {
    mapcheck::map<int, int> table;
    std::mutex table_mutex;
    std::mutex stats_mutex;
    for (int i = 0; i < 8; ++i) table.emplace(i, i);
    Cue walking;
    Cue erased;

    std::thread stats_page([&] {
        const std::lock_guard<std::mutex> lock(stats_mutex); // the wrong one
        int sum = 0;
        for (const auto& row : table) { // [step]
            sum += row.second;
            if (row.first == 1) {
                walking.set();
                erased.await();
            }
        }
        std::printf("sum: %d\n", sum);
    });
    std::thread worker([&] {
        walking.await();
        const std::lock_guard<std::mutex> lock(table_mutex);
        table.erase(5); // [write]
        erased.set();
    });
    stats_page.join();
    worker.join();
}
