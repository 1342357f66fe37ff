// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
//
// Double-checked initialisation with a relaxed flag: the fast path sees "ready" without the lock and looks into a table
// that it was never handed. acquire and release on the flag, or call_once, would do. Met in lazy singletons.
#include <atomic>
#include <mutex>
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

class Countries {
  public:
    int code(int id) {
        if (!ready_.load(std::memory_order_relaxed)) { // should be acquire
            const std::lock_guard<std::mutex> lock(mutex_);
            if (!ready_.load(std::memory_order_relaxed)) {
                table_.emplace(49, 1);                         // [write]
                ready_.store(true, std::memory_order_relaxed); // should be release
            }
        }
        return table_.count(id) != 0; // [read]
    }

  private:
    std::mutex mutex_;
    std::atomic<bool> ready_{false};
    mapcheck::map<int, int> table_;
};

int main() {
    Countries countries;
    Cue filled;
    std::thread first([&] {
        countries.code(49);
        filled.set();
    });
    std::thread second([&] {
        filled.await();
        std::printf("known: %d\n", countries.code(49)); // takes the fast path
    });
    first.join();
    second.join();
}
