// EXPECT: concurrent map iteration and map write @ write / step
// OFF: iteration_write
//
// The loop is over before the clear begins, but nothing says so to the memory model: the flusher guesses that the
// walker "must be done by now" (a sleep, a timer). The next machine is slower and the walk runs into freed nodes.
#include <thread>

#include <mapcheck/set.h>

#include "../cue.h"

int main() {
    mapcheck::multiset<int> samples;
    for (int i = 0; i < 10; ++i) samples.insert(i / 2);
    Cue walked;

    std::thread walker([&] {
        int sum = 0;
        for (int sample : samples) sum += sample; // [step]
        std::printf("sum: %d\n", sum);
        walked.set();
    });
    std::thread flusher([&] {
        walked.await();  // stands for "sleep_for(100ms), that is enough"
        samples.clear(); // [write]
    });
    walker.join();
    flusher.join();
}
