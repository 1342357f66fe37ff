// EXPECT: silent
// OFF: edge_atomic
// Work stealing: the owner pushes jobs, each with a map and a place in it, a thief takes them from the other end by
// compare-exchange. The owner's release store of `bottom` is what the thief's acquire load reads.
#include <atomic>
#include <mapcheck/map.h>
#include <memory>
#include <thread>
#include <vector>

#include "check.h"

struct Job {
    mapcheck::map<int, int> map;
    mapcheck::map<int, int>::iterator at;
};

class Deque {
  public:
    void push(std::unique_ptr<Job> job) {
        const int bottom = bottom_.load(std::memory_order_relaxed);
        jobs_[bottom].store(job.release(), std::memory_order_relaxed);
        bottom_.store(bottom + 1, std::memory_order_release);
    }
    std::unique_ptr<Job> steal() {
        int top = top_.load(std::memory_order_acquire);
        if (top >= bottom_.load(std::memory_order_acquire)) return nullptr;
        Job* job = jobs_[top].load(std::memory_order_relaxed);
        if (!top_.compare_exchange_strong(top, top + 1)) return nullptr;
        return std::unique_ptr<Job>(job);
    }

  private:
    std::atomic<int> top_{0};
    std::atomic<int> bottom_{0};
    std::atomic<Job*> jobs_[256];
};

int main() {
    Deque deque;
    constexpr int jobs = 200;
    std::atomic<int> finished{0};
    std::thread owner([&] {
        for (int n = 0; n < jobs; ++n) {
            auto job = std::make_unique<Job>();
            for (int i = 0; i < 30; ++i) job->map[i] = i;
            job->at = job->map.find(10);
            deque.push(std::move(job));
            if (n % 16 == 0) usleep(50);
        }
    });
    std::vector<std::thread> thieves;
    for (int i = 0; i < 3; ++i) {
        thieves.emplace_back([&] {
            while (finished.load(std::memory_order_relaxed) < jobs) {
                auto job = deque.steal();
                if (!job) {
                    usleep(20);
                    continue;
                }
                int sum = 0;
                for (auto it = job->at; it != job->map.end(); it = job->map.erase(it)) sum += it->second;
                CHECK(sum == 390 && job->map.size() == 10);
                finished.fetch_add(1, std::memory_order_relaxed);
            }
        });
    }
    owner.join();
    for (auto& t : thieves) t.join();
    CHECK(finished == jobs);
}
