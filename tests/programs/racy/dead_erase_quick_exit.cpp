// EXPECT: iterator invalidated by erase @ use / erase
// OFF: dead_erase
// The bug is in a handler that quick_exit calls: it is reported all the same, and the exit status says so.
#include <cstdlib>

#include "../kept.h"

static kept::map<int, int>& map = *new kept::map<int, int>;
static kept::map<int, int>::iterator stored;

static void save() {
    if (stored->second != 2) std::_Exit(3); // [use]
}

int main() {
    for (int i = 0; i < 4; ++i) map[i] = i;
    stored = map.find(2);
    std::at_quick_exit(save);
    map.erase(2); // [erase]
    std::quick_exit(0);
}
