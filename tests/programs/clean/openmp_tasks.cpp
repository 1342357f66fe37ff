// NEEDS: openmp
// EXPECT: silent
// OFF: edge_library
// FLAGS: -fopenmp
// LINK: -fopenmp
//
// OpenMP's tasks: what was done before a task was made is before it; what it did is before what comes after the
// taskwait, taskgroup or barrier that waits for it, and before tasks that depend on what it gave out [OpenMP 5.1,
// 2.12, 2.19.11].
#include <array>
#include <atomic>
#include <string>

#include <unistd.h>

#include <mapcheck/map.h>

namespace {

using Map = mapcheck::map<int, int>;

int walk(const Map& map) {
    int total = 0;
    for (const auto& element : map) total += element.second;
    return total;
}

void run(Map& shared) {
    std::array<Map, 8> parts;
    const std::string copied = "a capture that is not trivially copied";
    std::atomic<int> ran{0}; // a cue that orders nothing: while this thread waits for it, the others run the tasks
    for (int i = 0; i < 8; ++i) {
#pragma omp task firstprivate(i, copied) shared(parts, shared, ran)
        {
            parts[static_cast<std::size_t>(i)][i] = static_cast<int>(shared.size() + copied.size());
            ran.fetch_add(1, std::memory_order_relaxed);
        }
    }
    while (ran.load(std::memory_order_relaxed) != 8) usleep(200);
#pragma omp taskwait
    int total = 0;
    for (const Map& part : parts) total += walk(part);
    shared[5000] = total;

#pragma omp taskgroup
    {
#pragma omp task shared(parts)
        {
#pragma omp task shared(parts)
            parts[0][100] = 1;
            parts[1][100] = 1;
        }
    }
    total += walk(parts[0]) + walk(parts[1]);

    [[maybe_unused]] int gives = 0;
#pragma omp task depend(out : gives) shared(shared)
    shared[6000] = 1;
#pragma omp task depend(in : gives) shared(shared)
    (void)walk(shared);
#pragma omp taskwait
    shared[7000] = total;
}

} // namespace

int main() {
    Map shared;
    for (int i = 0; i < 100; ++i) shared[i] = i;
    for (int round = 0; round < 20; ++round) {
#pragma omp parallel num_threads(4) shared(shared)
#pragma omp single
        run(shared);
        (void)walk(shared);
    }
}
