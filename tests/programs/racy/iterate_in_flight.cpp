// EXPECT: concurrent map iteration and map write @ step / write
// OFF: iteration_write
// OPTIONS: order=0
//
// Order is not asked for here (order=0): the loop runs while an insertion is inside the set, stopped half way in its
// comparator. Two calls in one container at once are wrong whatever the locks say. What Go's own check would see.
#include <thread>

#include <mapcheck/set.h>

#include "../cue.h"

Cue inserting;
Cue walked;

struct SlowLess {
    bool operator()(int a, int b) const {
        if (a == 100 || b == 100) { // only the new element's comparisons wait
            inserting.set();
            walked.await();
        }
        return a < b;
    }
};

int main() {
    mapcheck::set<int, SlowLess> keys;
    for (int i = 0; i < 8; ++i) keys.insert(i * 10);

    std::thread writer([&] {
        keys.insert(100); // [write]
    });
    std::thread walker([&] {
        inserting.await();
        int sum = 0;
        for (int key : keys) sum += key; // [step]
        std::printf("sum: %d\n", sum);
        walked.set();
    });
    writer.join();
    walker.join();
}
