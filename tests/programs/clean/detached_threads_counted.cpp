// EXPECT: silent
// OFF: edge_semaphore
// Detached threads, two hundred of them, eight at a time, counted by a semaphore; each erases its part of a map under
// the token of another semaphore. Nobody joins anybody.
#include <mapcheck/map.h>
#include <semaphore.h>
#include <thread>

#include "check.h"

static sem_t token;
static sem_t room;
static mapcheck::map<int, int> map;

int main() {
    CHECK(sem_init(&token, 0, 1) == 0 && sem_init(&room, 0, 8) == 0);
    for (int i = 0; i < 1000; ++i) map[i] = i;
    for (int n = 0; n < 200; ++n) {
        while (sem_wait(&room) != 0) {}
        std::thread([n] {
            while (sem_wait(&token) != 0) {}
            auto it = map.lower_bound(5 * n);
            for (int i = 0; i < 4; ++i) it = map.erase(it);
            sem_post(&token);
            sem_post(&room);
        }).detach();
    }
    for (int i = 0; i < 8; ++i) {
        while (sem_wait(&room) != 0) {}
    }
    CHECK(map.size() == 200);
    for (const auto& [key, value] : map) CHECK(key % 5 == 4);
}
