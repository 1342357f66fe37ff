// EXPECT: concurrent map iteration and map write @ step / write
// OFF: iteration_write
//
// Double buffering with the swap forgotten outside the lock: the producer swaps its filled set in, the consumer walks
// whatever the front buffer is. A swap changes both maps. Met in event batching and in game loops.
#include <thread>

#include <mapcheck/unordered_set.h>

#include "../cue.h"

int main() {
    mapcheck::unordered_set<int> front;
    mapcheck::unordered_set<int> back;
    for (int i = 0; i < 5; ++i) {
        front.insert(i);
        back.insert(10 + i);
    }
    Cue swapped;

    std::thread producer([&] {
        front.swap(back); // [write]
        swapped.set();
    });
    std::thread consumer([&] {
        swapped.await();
        int sum = 0;
        for (int event : front) sum += event; // [step]
        std::printf("sum: %d\n", sum);
    });
    producer.join();
    consumer.join();
}
