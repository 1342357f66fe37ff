// EXPECT: silent
// OFF: edge_atomic
// A pointer published with release and read with consume: what is reached through the pointer is dependency-ordered
// after the store [intro.races] (and compilers take consume for acquire).
#include <atomic>
#include <thread>

#include "half.h"

int main() {
    std::atomic<Half*> published{nullptr};
    Half work;
    std::thread giver([&] {
        work.first();
        published.store(&work, std::memory_order_release);
    });
    std::thread taker([&] {
        Half* half;
        while ((half = published.load(std::memory_order_consume)) == nullptr) usleep(50);
        half->second();
    });
    giver.join();
    taker.join();
    work.done();
}
