// EXPECT: silent
// OFF: edge_lock
// A pool with a queue under a mutex: maps move through tasks, each task goes on where the last one stopped. Whoever
// pops a task knows all that was done before it was pushed.
#include <condition_variable>
#include <deque>
#include <functional>
#include <mapcheck/map.h>
#include <mutex>
#include <thread>
#include <vector>

#include "check.h"

class Pool {
  public:
    explicit Pool(int size) {
        for (int i = 0; i < size; ++i) threads_.emplace_back([this] { run(); });
    }
    ~Pool() {
        push(nullptr);
        for (auto& t : threads_) t.join();
    }
    void push(std::function<void()> task) {
        std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
        changed_.notify_one();
    }

  private:
    void run() {
        for (;;) {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return !tasks_.empty(); });
            if (!tasks_.front()) {
                changed_.notify_one();
                return;
            }
            auto task = std::move(tasks_.front());
            tasks_.pop_front();
            lock.unlock();
            task();
        }
    }
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> tasks_;
    std::vector<std::thread> threads_;
};

struct Scan {
    mapcheck::map<int, int> map;
    mapcheck::map<int, int>::iterator at;
    int sum = 0;
};

int main() {
    std::vector<Scan> scans(10);
    Pool pool(3);
    std::mutex mutex;
    std::condition_variable done;
    int finished = 0;
    std::function<void(Scan*)> step = [&](Scan* scan) {
        for (int i = 0; i < 7 && scan->at != scan->map.end(); ++i) {
            scan->sum += scan->at->second;
            scan->at = scan->map.erase(scan->at);
        }
        if (scan->at != scan->map.end()) {
            pool.push([&step, scan] { step(scan); });
            return;
        }
        CHECK(scan->sum == 4950);
        std::lock_guard lock(mutex);
        ++finished;
        done.notify_all();
    };
    for (auto& scan : scans) {
        for (int i = 0; i < 100; ++i) scan.map[i] = i;
        scan.at = scan.map.begin();
        pool.push([&step, scan = &scan] { step(scan); });
    }
    std::unique_lock lock(mutex);
    done.wait(lock, [&] { return finished == 10; });
    for (const auto& scan : scans) CHECK(scan.map.empty());
}
