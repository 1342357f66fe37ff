// EXPECT: silent
// OFF: edge_lock
// std::atomic_load and std::atomic_store of a shared_ptr (the C++11 free functions): readers keep the version they got
// alive, the writer publishes a new one. The library guards the pointer with a mutex of its own.
#include <mapcheck/map.h>
#include <memory>
#include <thread>
#include <vector>

#include "check.h"

using Config = mapcheck::map<int, int>;

int main() {
    auto current = std::make_shared<const Config>(Config{{0, 0}});
    std::vector<std::thread> threads;
    Cue published; // the readers' first map is one that the writer made
    for (int me = 0; me < 2; ++me) {
        threads.emplace_back([&] {
            published.await();
            for (std::size_t seen = 0; seen < 41; usleep(20)) {
                const auto mine = std::atomic_load(&current);
                int expected = 0;
                for (const auto& [key, value] : *mine) CHECK(key == expected++);
                CHECK(mine->size() >= seen);
                seen = mine->size();
            }
        });
    }
    threads.emplace_back([&] {
        Config latest{{0, 0}};
        for (int i = 1; i <= 40; ++i) {
            auto next = std::make_shared<Config>(latest);
            latest[i] = (*next)[i] = i;
            std::atomic_store(&current, std::shared_ptr<const Config>(std::move(next)));
            published.set();
            usleep(50);
        }
    });
    for (auto& t : threads) t.join();
    CHECK(current->size() == 41);
}
