// EXPECT: silent
// OFF: edge_atomic
// A reader-writer lock made of one atomic counter (-1: a writer, n: so many readers). A reader's unlock is
// a release that the writer's compare-exchange acquires, through the release sequence of the
// read-modify-writes of the other readers [intro.races].
#include <atomic>
#include <mapcheck/map.h>
#include <thread>
#include <vector>

#include "check.h"

class RwLock {
  public:
    void lock() {
        for (int free = 0;
             !state_.compare_exchange_weak(free, -1, std::memory_order_acquire, std::memory_order_relaxed); free = 0) {
            usleep(10);
        }
    }
    void unlock() { state_.store(0, std::memory_order_release); }
    void lock_shared() {
        for (;;) {
            int readers = state_.load(std::memory_order_relaxed);
            if (readers >= 0 && state_.compare_exchange_weak(readers, readers + 1, std::memory_order_acquire,
                                                             std::memory_order_relaxed)) {
                return;
            }
            usleep(10);
        }
    }
    void unlock_shared() { state_.fetch_sub(1, std::memory_order_release); }

  private:
    std::atomic<int> state_{0};
};

int main() {
    RwLock lock;
    mapcheck::map<int, int> table;
    std::vector<std::thread> threads;
    for (int me = 0; me < 3; ++me) {
        threads.emplace_back([&] {
            for (int round = 0; round < 30; ++round) {
                lock.lock_shared();
                int last = -1;
                for (const auto& [key, value] : table) {
                    CHECK(key > last && value == key * 2);
                    last = key;
                }
                lock.unlock_shared();
                usleep(100);
            }
        });
    }
    threads.emplace_back([&] {
        for (int round = 0; round < 60; ++round) {
            lock.lock();
            table[round] = round * 2;
            if (round % 3 == 0) table.erase(round / 2);
            lock.unlock();
            usleep(50);
        }
    });
    for (auto& t : threads) t.join();
    CHECK(table.size() == 40);
}
