// EXPECT: end iterator used @ use / -
// OFF: end_iterator
//
// find without a test: the key is "always there". On std::map the end node is part of the map object, so what comes
// back is a plausible number and not a crash.
#include <cstdio>

#include <mapcheck/map.h>

int main() {
    const mapcheck::map<int, int> limits{{1, 10}, {2, 20}};

    const int limit = limits.find(42)->second; // [use]
    std::printf("limit: %s\n", limit == 0 ? "0" : "some number");
}
