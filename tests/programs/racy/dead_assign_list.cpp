// EXPECT: iterator invalidated by assignment @ use / write
// OFF: dead_assign
//
// Defaults are written back by a list assignment while the code above still holds the iterator that it validated.
// Libraries reuse the nodes, so the dead iterator may well show another element's value.
#include <cstdio>

#include "../kept.h"

int main() {
    kept::map<int, int> settings{{1, 10}, {2, 20}, {3, 30}};

    const auto checked = settings.find(2);
    settings = {{1, 11}, {2, 22}, {3, 33}}; // [write]
    const int value = checked->second;      // [use]
    std::printf("value: %d\n", value);
}
