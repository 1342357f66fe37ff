// NEEDS: libstdc++
// EXPECT: silent
// OFF: edge_atomic
// STD: 20
// The same with C++20's std::atomic<std::shared_ptr>, whose lock is a bit of an atomic word.
#include <atomic>
#include <mapcheck/map.h>
#include <memory>
#include <thread>
#include <vector>

#include "check.h"

using Config = mapcheck::map<int, int>;

int main() {
    std::atomic<std::shared_ptr<const Config>> current{std::make_shared<const Config>(Config{{0, 0}})};
    std::vector<std::thread> threads;
    for (int me = 0; me < 2; ++me) {
        threads.emplace_back([&] {
            for (std::size_t seen = 0; seen < 41; usleep(20)) {
                const auto mine = current.load();
                int expected = 0;
                for (const auto& [key, value] : *mine) CHECK(key == expected++);
                seen = mine->size();
            }
        });
    }
    threads.emplace_back([&] {
        for (int i = 1; i <= 40; ++i) {
            auto next = std::make_shared<Config>(*current.load());
            (*next)[i] = i;
            current.store(std::move(next));
            usleep(50);
        }
    });
    for (auto& t : threads) t.join();
    CHECK(current.load()->size() == 41);
}
