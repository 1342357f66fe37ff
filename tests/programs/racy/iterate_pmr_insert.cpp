// EXPECT: concurrent map iteration and map write @ step / write
// OFF: iteration_write
//
// The pmr form of the same bug: a frame's scratch map lives in a monotonic buffer, a helper thread of the frame adds an
// entry while the main part walks. Arena allocation makes it "never crash", which is why it stays unseen.
#include <memory_resource>
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

int main() {
    std::pmr::monotonic_buffer_resource frame;
    mapcheck::pmr::map<int, int> scratch(&frame);
    for (int i = 0; i < 8; ++i) scratch.emplace(i, i);
    Cue walking;
    Cue added;

    std::thread render([&] {
        int sum = 0;
        for (const auto& entry : scratch) { // [step]
            sum += entry.second;
            if (entry.first == 4) {
                walking.set();
                added.await();
            }
        }
        std::printf("sum: %d\n", sum);
    });
    std::thread helper([&] {
        walking.await();
        scratch.emplace(100, 100); // [write]
        added.set();
    });
    render.join();
    helper.join();
}
