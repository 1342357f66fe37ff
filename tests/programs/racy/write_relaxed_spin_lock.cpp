// EXPECT: concurrent map writes @ first / second
// OFF: write_write
//
// A home-made spin lock with relaxed ordering: it excludes, but what was written under it need not be seen by the next
// holder. One word (acquire, release) is missing.
#include <atomic>
#include <thread>

#include <unistd.h>

#include <mapcheck/map.h>

#include "../cue.h"

class SpinLock {
  public:
    void lock() {
        while (taken_.exchange(true, std::memory_order_relaxed)) ::usleep(10); // should be acquire
    }
    void unlock() { taken_.store(false, std::memory_order_relaxed); } // should be release

  private:
    std::atomic<bool> taken_{false};
};

int main() {
    mapcheck::map<int, int> table;
    SpinLock table_lock;
    Cue written;

    std::thread one([&] {
        table_lock.lock();
        table.emplace(1, 1); // [first]
        table_lock.unlock();
        written.set();
    });
    std::thread other([&] {
        written.await();
        table_lock.lock();
        table.emplace(2, 2); // [second]
        table_lock.unlock();
    });
    one.join();
    other.join();
}
