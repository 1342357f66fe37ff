// NEEDS: openmp
// EXPECT: silent
// OFF: edge_barrier
// FLAGS: -fopenmp
// LINK: -fopenmp
//
// The regions of OpenMP: what was done before a region is before its threads, what they did is before what comes after
// it; a barrier, also the one at the end of a loop, of sections and of single, orders what lies on its sides [OpenMP
// 5.1, 2.11, 2.19]. critical, ordered and OpenMP's locks order by excluding.
#include <vector>

#include <omp.h>

#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>

namespace {

constexpr int threads = 4;

long sum(const mapcheck::map<int, int>& map) {
    long total = 0;
    for (const auto& element : map) total += element.second;
    return total;
}

long parallel_loops(mapcheck::map<int, int>& map) {
    long total = 0;
#pragma omp parallel for reduction(+ : total) num_threads(threads)
    for (int i = 0; i < 400; ++i) total += map.find(i)->second;
    map.erase(1);
#pragma omp parallel for schedule(dynamic, 7) num_threads(threads)
    for (int i = 0; i < 400; ++i) (void)map.count(i);
    map.erase(2);
#pragma omp parallel for schedule(guided) num_threads(threads)
    for (int i = 0; i < 400; ++i) (void)map.count(i);
    map.erase(3);
    return total;
}

long barriers() {
    std::vector<mapcheck::map<int, int>> own(threads);
    mapcheck::map<int, int> all;
#pragma omp parallel num_threads(threads)
    {
        const auto me = static_cast<std::size_t>(omp_get_thread_num());
        own[me][1] = 2;
#pragma omp barrier
        for (const auto& map : own) (void)sum(map);
#pragma omp barrier
        own[me].clear();
#pragma omp single
        all[0] = 1;
        (void)sum(all);
#pragma omp barrier
#pragma omp for schedule(dynamic)
        for (int i = 0; i < threads; ++i) own[static_cast<std::size_t>(i)][i] = i;
        for (const auto& map : own) (void)sum(map);
    }
    return sum(all);
}

void exclusion(mapcheck::map<int, int>& map) {
    omp_lock_t lock;
    omp_init_lock(&lock);
#pragma omp parallel num_threads(threads)
    {
#pragma omp critical
        map[omp_get_thread_num() + 1000] = 1;
#pragma omp critical(named)
        (void)0;
#pragma omp barrier
        omp_set_lock(&lock);
        map[omp_get_thread_num() + 2000] = 1;
        omp_unset_lock(&lock);
    }
    omp_destroy_lock(&lock);
#pragma omp parallel for ordered schedule(dynamic) num_threads(threads)
    for (int i = 0; i < 100; ++i) {
#pragma omp ordered
        map[i + 3000] = i;
    }
}

void sections(mapcheck::map<int, int>& map) {
#pragma omp parallel sections num_threads(2)
    {
#pragma omp section
        (void)sum(map);
#pragma omp section
        (void)sum(map);
    }
    map.clear();
}

} // namespace

int main() {
    mapcheck::map<int, int> map;
    for (int i = 0; i < 400; ++i) map[i] = i;
    const long total = parallel_loops(map) + barriers();
    exclusion(map);
    sections(map);
    return total == 0;
}
