// EXPECT: re-entrant map write @ inner / outer
// OFF: reentrant_write
//
// A signal handler records what it saw in a map that the interrupted code may be changing at that moment. raise()
// inside the comparator makes the moment certain. Met in crash and profiling handlers.
#include <csignal>
#include <cstdio>

#include <mapcheck/set.h>

struct Interrupted {
    bool operator()(int a, int b) const {
        if (a == 100) std::raise(SIGUSR1); // the signal arrives while 100 is being inserted
        return a < b;
    }
};
using Recent = mapcheck::set<int, Interrupted>;

Recent* recent = nullptr;
bool recorded = false;

void handler(int) {
    if (recorded) return;
    recorded = true;
    recent->insert(-1); // [inner]
}

int main() {
    Recent events;
    recent = &events;
    for (int i = 0; i < 7; ++i) events.insert(i * 10);
    std::signal(SIGUSR1, handler);
    events.insert(100); // [outer]
    std::printf("size: %zu\n", events.size());
}
