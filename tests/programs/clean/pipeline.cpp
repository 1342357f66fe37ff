// EXPECT: silent
// OFF: edge_lock
// Three stages, connected by queues: each takes a map, works on it, and moves it on. At every moment a map has one
// owner; the queue's mutex makes the former owner's work known to the next.
#include <condition_variable>
#include <mapcheck/unordered_map.h>
#include <mutex>
#include <queue>
#include <thread>

#include "check.h"

using Batch = mapcheck::unordered_map<int, int>;

class Channel {
  public:
    void send(Batch batch) {
        std::lock_guard lock(mutex_);
        queue_.push(std::move(batch));
        filled_.notify_one();
    }
    Batch receive() {
        std::unique_lock lock(mutex_);
        filled_.wait(lock, [&] { return !queue_.empty(); });
        Batch batch = std::move(queue_.front());
        queue_.pop();
        return batch;
    }

  private:
    std::mutex mutex_;
    std::condition_variable filled_;
    std::queue<Batch> queue_;
};

int main() {
    Channel parsed;
    Channel filtered;
    constexpr int batches = 60;
    long sum = 0;
    std::thread parser([&] {
        for (int n = 0; n < batches; ++n) {
            Batch batch;
            for (int i = 0; i < 50; ++i) batch[i] = n;
            parsed.send(std::move(batch));
            batch.clear(); // moved from: empty it for sure, and use it again
            batch[1] = 1;
        }
    });
    std::thread filter([&] {
        for (int n = 0; n < batches; ++n) {
            Batch batch = parsed.receive();
            for (auto it = batch.begin(); it != batch.end();) it = it->first % 2 ? batch.erase(it) : std::next(it);
            filtered.send(std::move(batch));
        }
    });
    std::thread sink([&] {
        Batch all;
        for (int n = 0; n < batches; ++n) {
            Batch batch = filtered.receive();
            for (const auto& [key, value] : batch) sum += value;
            all.merge(batch);
        }
        CHECK(all.size() == 25);
    });
    parser.join();
    filter.join();
    sink.join();
    CHECK(sum == 25L * batches * (batches - 1) / 2);
}
