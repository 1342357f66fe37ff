// EXPECT: iterator invalidated by clear @ use / write
// OFF: dead_clear
//
// The retry queue is swapped with the pending one in the middle of a walk, and cleared. A swap keeps iterators alive,
// they belong to the other container now; so the clear of *that* container kills the walk over this one.
#include <cstdio>

#include "../kept.h"

int main() {
    kept::map<int, int> pending;
    kept::map<int, int> retry;
    for (int i = 0; i < 5; ++i) {
        pending.emplace(i, i);
        retry.emplace(100 + i, i);
    }

    const auto job = pending.find(2);
    pending.swap(retry);
    retry.clear();                 // [write]
    const int value = job->second; // [use]
    std::printf("value: %d\n", value);
}
