// EXPECT: silent
// OFF: edge_atomic
// A ticket lock of the user's own: the store that serves the next ticket is a release, the load that finds
// its own number an acquire, so that critical sections are ordered.
#include <atomic>
#include <mapcheck/unordered_map.h>
#include <thread>
#include <vector>

#include "check.h"

class TicketLock {
  public:
    void lock() {
        const unsigned mine = next_.fetch_add(1, std::memory_order_relaxed);
        while (serving_.load(std::memory_order_acquire) != mine) usleep(10);
    }
    void unlock() { serving_.store(serving_.load(std::memory_order_relaxed) + 1, std::memory_order_release); }

  private:
    std::atomic<unsigned> next_{0};
    std::atomic<unsigned> serving_{0};
};

int main() {
    TicketLock lock;
    mapcheck::unordered_map<int, int> hits;
    std::vector<std::thread> threads;
    for (int me = 0; me < 3; ++me) {
        threads.emplace_back([&, me] {
            for (int i = 0; i < 200; ++i) {
                lock.lock();
                hits[me * 1000 + i] = i;
                int present = 0;
                for (auto it = hits.begin(); it != hits.end();) {
                    ++present;
                    it = it->first % 1000 % 5 == 4 ? hits.erase(it) : std::next(it);
                }
                CHECK(present > 0);
                lock.unlock();
            }
        });
    }
    for (auto& t : threads) t.join();
    CHECK(hits.size() == 3 * 160);
}
