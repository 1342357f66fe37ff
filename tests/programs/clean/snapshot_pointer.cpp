// EXPECT: silent
// OFF: edge_atomic
// Read-copy-update by hand: readers take the current map through an atomic pointer, the writer copies it, changes the
// copy and publishes that; old ones are kept until everybody is done.
#include <atomic>
#include <mapcheck/map.h>
#include <memory>
#include <thread>
#include <vector>

#include "check.h"

using Rules = mapcheck::map<int, int>;

int main() {
    std::vector<std::unique_ptr<const Rules>> versions;
    versions.reserve(100);
    versions.push_back(std::make_unique<Rules>(Rules{{0, 0}}));
    std::atomic<const Rules*> current{versions.back().get()};
    std::vector<std::thread> threads;
    for (int me = 0; me < 3; ++me) {
        threads.emplace_back([&] {
            std::size_t largest = 0;
            while (largest < 61) {
                const Rules& rules = *current.load(std::memory_order_acquire);
                int expected = 0;
                for (const auto& [key, value] : rules) CHECK(key == expected++ && value == key);
                CHECK(rules.size() >= largest);
                largest = rules.size();
                usleep(20);
            }
        });
    }
    threads.emplace_back([&] {
        for (int i = 1; i <= 60; ++i) {
            auto next = std::make_unique<Rules>(*versions.back());
            next->emplace(i, i);
            next->erase(-1);
            current.store(next.get(), std::memory_order_release);
            versions.push_back(std::move(next));
            usleep(30);
        }
    });
    for (auto& t : threads) t.join();
    CHECK(versions.size() == 61);
}
