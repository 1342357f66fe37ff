// EXPECT: silent
// OFF: edge_atomic
// Double-checked locking done right: the pointer is published with release and read with acquire, the mutex is for
// those who come early only. The cue makes the reader come late, so that it never touches the mutex.
#include <atomic>
#include <mapcheck/unordered_map.h>
#include <memory>
#include <mutex>
#include <thread>

#include "check.h"

using Table = mapcheck::unordered_map<int, int>;

static Table& instance() {
    static std::atomic<Table*> made{nullptr};
    static std::mutex mutex;
    static std::unique_ptr<Table> owner;
    Table* table = made.load(std::memory_order_acquire);
    if (!table) {
        std::lock_guard lock(mutex);
        table = made.load(std::memory_order_relaxed);
        if (!table) {
            owner = std::make_unique<Table>();
            for (int i = 0; i < 100; ++i) (*owner)[i] = i * i;
            table = owner.get();
            made.store(table, std::memory_order_release);
        }
    }
    return *table;
}

int main() {
    Cue ready;
    std::thread maker([&] {
        CHECK(instance().at(9) == 81);
        ready.set();
    });
    std::thread reader([&] {
        ready.await();
        long sum = 0;
        for (const auto& [key, square] : instance()) sum += square;
        CHECK(sum == 328'350);
    });
    maker.join();
    reader.join();
}
