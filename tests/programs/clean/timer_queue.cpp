// EXPECT: silent
// OFF: edge_lock
// A timer queue: a multimap of deadlines whose iterators are the callers' handles. Threads add and cancel by handle
// under one mutex, a third fires from the front; a handle is used only while its entry is known to be there.
#include <functional>
#include <mapcheck/map.h>
#include <mutex>
#include <thread>
#include <vector>

#include "check.h"

class Timers {
  public:
    struct Timer {
        bool fired = false;
        bool canceled = false;
        mapcheck::multimap<int, Timer*>::iterator handle;
    };
    void add(Timer& timer, int when) {
        std::lock_guard lock(mutex_);
        timer.handle = queue_.emplace(when, &timer);
    }
    void cancel(Timer& timer) {
        std::lock_guard lock(mutex_);
        if (timer.fired) return;
        queue_.erase(timer.handle);
        timer.canceled = true;
    }
    void fire(int now) {
        std::lock_guard lock(mutex_);
        const auto end = queue_.upper_bound(now);
        for (auto it = queue_.begin(); it != end; it = queue_.erase(it)) it->second->fired = true;
    }
    bool empty() {
        std::lock_guard lock(mutex_);
        return queue_.empty();
    }

  private:
    std::mutex mutex_;
    mapcheck::multimap<int, Timer*> queue_;
};

int main() {
    Timers timers;
    std::vector<Timers::Timer> mine[2] = {std::vector<Timers::Timer>(300), std::vector<Timers::Timer>(300)};
    std::vector<std::thread> threads;
    for (auto& list : mine) {
        threads.emplace_back([&] {
            for (std::size_t i = 0; i < list.size(); ++i) {
                timers.add(list[i], static_cast<int>(i));
                if (i % 3 == 2) timers.cancel(list[i - 1]);
                if (i % 50 == 0) usleep(100);
            }
        });
    }
    threads.emplace_back([&] {
        for (int now = 0; now <= 300; now += 10) {
            timers.fire(now);
            usleep(100);
        }
    });
    for (auto& t : threads) t.join();
    timers.fire(1000);
    CHECK(timers.empty());
    for (auto& list : mine) {
        for (auto& timer : list) CHECK(timer.fired != timer.canceled);
    }
}
