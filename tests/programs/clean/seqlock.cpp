// EXPECT: silent
// OFF: edge_lock
// A seqlock guards a small record with a version counter; the map itself, of which the record is a digest, is only
// touched under the mutex. Readers that see a torn record try again.
#include <atomic>
#include <mapcheck/map.h>
#include <mutex>
#include <thread>

#include "check.h"

class Stats {
  public:
    void add(int key, int value) {
        std::lock_guard lock(mutex_);
        values_[key] += value;
        if (values_.size() > 40) values_.erase(values_.begin());
        int sum = 0;
        for (const auto& entry : values_) sum += entry.second;
        version_.fetch_add(1, std::memory_order_acq_rel);
        sum_.store(sum, std::memory_order_release);
        size_.store(static_cast<int>(values_.size()), std::memory_order_release);
        version_.fetch_add(1, std::memory_order_release);
    }
    std::pair<int, int> digest() const {
        for (;;) {
            const unsigned before = version_.load(std::memory_order_acquire);
            const int sum = sum_.load(std::memory_order_acquire);
            const int size = size_.load(std::memory_order_acquire);
            if (before % 2 == 0 && version_.load(std::memory_order_relaxed) == before) return {sum, size};
        }
    }
    int exact() {
        std::lock_guard lock(mutex_);
        int sum = 0;
        for (const auto& entry : values_) sum += entry.second;
        return sum;
    }

  private:
    std::mutex mutex_;
    mapcheck::map<int, int> values_;
    std::atomic<unsigned> version_{0};
    std::atomic<int> sum_{0};
    std::atomic<int> size_{0};
};

int main() {
    Stats stats;
    auto write = [&](int from) {
        for (int i = 0; i < 400; ++i) stats.add((from + i) % 60, 3);
    };
    std::thread one(write, 0);
    std::thread two(write, 7);
    std::thread reader([&] {
        for (int i = 0; i < 500; ++i) {
            const auto [sum, size] = stats.digest();
            CHECK(sum % 3 == 0 && size <= 40 && sum >= 3 * size);
        }
    });
    one.join();
    two.join();
    reader.join();
    CHECK(stats.exact() == stats.digest().first);
}
