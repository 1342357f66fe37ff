// EXPECT: concurrent map writes @ first / second
// OFF: write_write
//
// A thread pool whose workers live for ever: the queue's mutex orders submitting before running, but not two running
// tasks among themselves. Both add their result to one map. Met in every fan-out that collects into a shared map.
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include <mapcheck/unordered_map.h>

#include "../cue.h"

class Pool {
  public:
    explicit Pool(int size) {
        for (int i = 0; i < size; ++i) workers_.emplace_back([this] { work(); });
    }
    ~Pool() {
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            closed_ = true;
        }
        changed_.notify_all();
        for (auto& worker : workers_) worker.join();
    }
    void submit(std::function<void()> task) {
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            tasks_.push_back(std::move(task));
        }
        changed_.notify_one();
    }

  private:
    void work() {
        for (;;) {
            std::unique_lock<std::mutex> lock(mutex_);
            changed_.wait(lock, [this] { return closed_ || !tasks_.empty(); });
            if (tasks_.empty()) return;
            const auto task = std::move(tasks_.front());
            tasks_.pop_front();
            lock.unlock();
            task();
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    bool closed_ = false;
    std::deque<std::function<void()>> tasks_;
    std::vector<std::thread> workers_;
};

int main() {
    mapcheck::unordered_map<int, int> results;
    Cue second_runs;
    Cue stored;
    Pool pool(2);
    for (int i = 0; i < 4; ++i) pool.submit([] {}); // the workers have run something before
    pool.submit([&] {
        second_runs.await();    // both tasks are out of the queue before either writes
        results.emplace(1, 10); // [first]
        stored.set();
    });
    pool.submit([&] {
        second_runs.set();
        stored.await();
        results.emplace(2, 20); // [second]
    });
}
