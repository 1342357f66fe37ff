// NEEDS: openmp
// EXPECT: silent
// OFF: edge_barrier
// FLAGS: -fopenmp
// LINK: -fopenmp
//
// Nothing of OpenMP but a parallel region, no function of its library: a linker that leaves out what seems not to be
// needed leaves libgomp out.
#include <mapcheck/map.h>

int main() {
    mapcheck::map<int, int> map;
    for (int round = 0; round < 10; ++round) {
        map[round] = round;
        long sum = 0;
#pragma omp parallel num_threads(3) reduction(+ : sum)
        for (const auto& [key, value] : map) sum += key + value;
        if (sum != 3L * round * (round + 1)) return 1;
        map[round] = round;
        map[1000] = 0;
        map.erase(1000);
    }
}
