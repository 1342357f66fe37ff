// EXPECT: end iterator used @ use / -
// OFF: end_iterator
//
// The newest entry is asked for as "the end": end() is one past it. On std::map the end node is part of the map object,
// so what comes back is a plausible number and not a crash.
#include <cstdio>

#include <mapcheck/map.h>

int main() {
    mapcheck::map<int, int> history;
    for (int t = 0; t < 4; ++t) history.emplace(t, t * t);

    const auto newest = history.end(); // should be std::prev(history.end())
    const int value = newest->second;  // [use]
    std::printf("value: %s\n", value == 0 ? "0" : "some number");
}
