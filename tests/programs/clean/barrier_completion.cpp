// EXPECT: silent
// OFF: edge_atomic
// STD: 20
// Double buffering with std::barrier: the completion function, which runs between arrival and departure in one of the
// threads, swaps the buffers; the writer fills the back one while two readers iterate over the front one.
#include <barrier>
#include <mapcheck/unordered_map.h>
#include <thread>

#include "check.h"

int main() {
    mapcheck::unordered_map<int, int> front;
    mapcheck::unordered_map<int, int> back;
    int swaps = 0;
    std::barrier barrier(3, [&]() noexcept {
        front.swap(back);
        back.clear();
        ++swaps;
    });
    std::thread writer([&] {
        for (int phase = 0; phase < 20; ++phase) {
            for (int i = 0; i < 30; ++i) back[i] = phase;
            barrier.arrive_and_wait();
        }
    });
    auto read = [&] {
        for (int phase = 0; phase < 20; ++phase) {
            barrier.arrive_and_wait();
            if (phase == 19) break;
            int count = 0;
            for (const auto& [key, value] : front) {
                CHECK(value == phase);
                ++count;
            }
            CHECK(count == 30);
        }
    };
    std::thread one(read);
    std::thread two(read);
    writer.join();
    one.join();
    two.join();
    CHECK(swaps == 20 && front.size() == 30 && back.empty());
}
