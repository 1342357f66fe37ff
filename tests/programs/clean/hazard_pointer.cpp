// EXPECT: silent
// OFF: edge_atomic
// A hazard pointer: the reader announces the version that it reads and takes the announcement back with a release; the
// writer destroys an old version only after it has read (acquire) that nobody announces it.
#include <atomic>
#include <mapcheck/map.h>
#include <memory>
#include <thread>

#include "check.h"

using Version = mapcheck::map<int, int>;

int main() {
    std::atomic<Version*> current{new Version{{0, 0}}};
    std::atomic<Version*> hazard{nullptr};
    Cue reading;
    std::thread reader([&] {
        for (std::size_t seen = 0; seen < 101;) {
            Version* mine;
            do {
                mine = current.load();
                hazard.store(mine);
            } while (current.load() != mine);
            int expected = 0;
            for (const auto& [key, value] : *mine) CHECK(key == expected++ && value == key);
            seen = mine->size();
            hazard.store(nullptr, std::memory_order_release);
            reading.set();
        }
    });
    std::thread writer([&] {
        reading.await();
        std::unique_ptr<Version> old;
        for (int i = 1; i <= 100; ++i) {
            auto next = std::make_unique<Version>(*current.load(std::memory_order_relaxed));
            next->emplace(i, i);
            old.reset(current.exchange(next.release()));
            while (hazard.load() == old.get()) usleep(5);
            old->clear();
        }
    });
    reader.join();
    writer.join();
    std::unique_ptr<Version> last(current.load());
    CHECK(last->size() == 101);
}
