// NEEDS: openmp
// EXPECT: concurrent map read and map write @ find / insert
// OFF: read_write
// FLAGS: -fopenmp
// LINK: -fopenmp
//
// Whoever makes a task goes on beside it until a taskwait. (The task is run by the other thread of the region, which is
// free; the one that made it does not come to a scheduling point before its own access.)
#include <atomic>

#include <unistd.h>

#include <mapcheck/map.h>

int main() {
    mapcheck::map<int, int> map;
    for (int i = 0; i < 100; ++i) map[i] = i;
    std::atomic<bool> has_run{false};
#pragma omp parallel num_threads(2) shared(map, has_run)
#pragma omp single
    {
#pragma omp task shared(map, has_run)
        {
            (void)map.find(7); // [find]
            has_run.store(true, std::memory_order_relaxed);
        }
        while (!has_run.load(std::memory_order_relaxed)) usleep(1000);
        map.insert({1000, 1}); // [insert]
    }
}
