// NEEDS: openmp
// EXPECT: concurrent map iteration and map write @ walk / erase
// OFF: iteration_write
// FLAGS: -fopenmp
// LINK: -fopenmp
//
// One thread of a region walks, another erases: the region orders neither before the other.
#include <omp.h>
#include <unistd.h>

#include <mapcheck/map.h>

int main() {
    mapcheck::map<int, int> map;
    for (int i = 0; i < 100; ++i) map[i] = i;
#pragma omp parallel num_threads(2) shared(map)
    {
        if (omp_get_thread_num() == 0) {
            for (const auto& element : map) (void)element; // [walk]
        } else {
            usleep(30'000);
            map.erase(50); // [erase]
        }
    }
}
