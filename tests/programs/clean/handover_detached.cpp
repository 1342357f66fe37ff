// EXPECT: silent
// OFF: edge_atomic
// A detached thread that nobody joins says that it is done by an atomic flag: release, acquire.
#include <atomic>
#include <thread>

#include "half.h"

int main() {
    static Half work;
    static std::atomic<bool> done{false};
    std::thread([] {
        work.first();
        done.store(true, std::memory_order_release);
    }).detach();
    while (!done.load(std::memory_order_acquire)) usleep(50);
    work.second();
    work.done();
}
