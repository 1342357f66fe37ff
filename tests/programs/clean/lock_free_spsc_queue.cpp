// EXPECT: silent
// OFF: edge_atomic
// A single-producer, single-consumer ring: whole maps go through it by value, with an iterator into each.
// The release store of the tail is read by the consumer's acquire load; moving a map keeps its iterators.
#include <atomic>
#include <mapcheck/map.h>
#include <thread>

#include "check.h"

using Map = mapcheck::map<int, int>;
struct Parcel {
    Map map;
    Map::iterator at;
};

class Ring {
  public:
    bool push(Parcel&& parcel) {
        const unsigned tail = tail_.load(std::memory_order_relaxed);
        if (tail - head_.load(std::memory_order_acquire) == size) return false;
        cells_[tail % size] = std::move(parcel);
        tail_.store(tail + 1, std::memory_order_release);
        return true;
    }
    bool pop(Parcel& parcel) {
        const unsigned head = head_.load(std::memory_order_relaxed);
        if (head == tail_.load(std::memory_order_acquire)) return false;
        parcel = std::move(cells_[head % size]);
        head_.store(head + 1, std::memory_order_release);
        return true;
    }

  private:
    static constexpr unsigned size = 4;
    Parcel cells_[size];
    std::atomic<unsigned> head_{0};
    std::atomic<unsigned> tail_{0};
};

int main() {
    Ring ring;
    std::thread producer([&] {
        for (int round = 0; round < 100; ++round) {
            Parcel parcel;
            for (int i = 0; i < 20; ++i) parcel.map[i] = round + i;
            parcel.at = parcel.map.find(10);
            while (!ring.push(std::move(parcel))) usleep(20);
        }
    });
    std::thread consumer([&] {
        for (int round = 0; round < 100; ++round) {
            Parcel parcel;
            while (!ring.pop(parcel)) usleep(20);
            int sum = 0;
            for (auto it = parcel.at; it != parcel.map.end(); it = parcel.map.erase(it)) sum += it->second;
            CHECK(sum == 10 * round + 145);
            CHECK(parcel.map.size() == 10);
        }
    });
    producer.join();
    consumer.join();
}
