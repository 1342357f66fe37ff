// EXPECT: silent
// OFF: edge_semaphore
// A binary semaphore as a lock, which one thread takes and another gives back: a token goes round between three
// threads, each of which may use the map while it has it.
#include <mapcheck/unordered_map.h>
#include <semaphore.h>
#include <thread>
#include <vector>

#include "check.h"

int main() {
    constexpr int count = 3;
    sem_t turn[count];
    for (auto& t : turn) CHECK(sem_init(&t, 0, 0) == 0);
    mapcheck::unordered_map<int, int> map;
    map.reserve(1000);
    mapcheck::unordered_map<int, int>::iterator last;
    std::vector<std::thread> threads;
    for (int me = 0; me < count; ++me) {
        threads.emplace_back([&, me] {
            for (int round = 0; round < 100; ++round) {
                while (sem_wait(&turn[me]) != 0) {}
                if (!map.empty()) CHECK(last->second == (me + count - 1) % count);
                last = map.emplace(round * count + me, me).first;
                if (map.size() > 50) map.erase(round * count + me - 50);
                sem_post(&turn[(me + 1) % count]);
            }
        });
    }
    sem_post(&turn[0]);
    for (auto& t : threads) t.join();
    CHECK(map.size() == 50);
}
