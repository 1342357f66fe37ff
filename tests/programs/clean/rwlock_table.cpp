// EXPECT: silent
// OFF: edge_readers
// The same with a pthread rwlock in its other forms: tryrdlock, timedwrlock, and read locks taken twice by one thread.
#include <mapcheck/map.h>
#include <pthread.h>
#include <thread>
#include <time.h>
#include <vector>

#include "check.h"

int main() {
    pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
    mapcheck::map<int, int> quotas;
    for (int i = 0; i < 100; ++i) quotas[i] = 1;
    Cue read;
    std::vector<std::thread> threads;
    for (int me = 0; me < 2; ++me) {
        threads.emplace_back([&] {
            for (int round = 0; round < 40; ++round) {
                while (pthread_rwlock_tryrdlock(&lock) != 0) usleep(20);
                pthread_rwlock_rdlock(&lock);
                pthread_rwlock_unlock(&lock); // still held once
                int sum = 0;
                for (auto it = quotas.begin(); it != quotas.end(); ++it) sum += it->second;
                CHECK(sum == 100);
                pthread_rwlock_unlock(&lock);
                read.set();
                usleep(50);
            }
        });
    }
    threads.emplace_back([&] {
        read.await();
        for (int i = 0; i < 100; ++i) {
            timespec until;
            clock_gettime(CLOCK_REALTIME, &until);
            until.tv_sec += 5;
            CHECK(pthread_rwlock_timedwrlock(&lock, &until) == 0);
            quotas.erase(i);
            quotas[i + 1000] = 1;
            pthread_rwlock_unlock(&lock);
        }
    });
    for (auto& t : threads) t.join();
    CHECK(quotas.begin()->first == 1000);
    pthread_rwlock_destroy(&lock);
}
