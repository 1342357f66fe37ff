// EXPECT: silent
// OFF: edge_barrier
// Phases between pthread barriers: one thread (the serial one) changes the map while the others wait at the second
// barrier, then all of them read it at the same time.
#include <mapcheck/map.h>
#include <pthread.h>
#include <thread>
#include <vector>

#include "check.h"

int main() {
    constexpr int count = 4;
    pthread_barrier_t barrier;
    CHECK(pthread_barrier_init(&barrier, nullptr, count) == 0);
    mapcheck::map<int, int> grid;
    std::vector<std::thread> threads;
    for (int me = 0; me < count; ++me) {
        threads.emplace_back([&] {
            for (int phase = 0; phase < 20; ++phase) {
                if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) {
                    grid.erase(phase - 5);
                    grid[phase] = phase;
                }
                pthread_barrier_wait(&barrier);
                int last = -1;
                for (const auto& [key, value] : grid) last = value;
                CHECK(last == phase);
            }
        });
    }
    for (auto& t : threads) t.join();
    CHECK(grid.size() == 5);
    pthread_barrier_destroy(&barrier);
}
