// EXPECT: iterator of another map @ use / fill
// OFF: foreign_iterator
// OPTIONS: halt_on_error=1
//
// The connection is looked up among the active ones and taken out of the idle ones, of which there have been none yet.
#include <mapcheck/map.h>

int main() {
    mapcheck::map<int, int> active;
    mapcheck::map<int, int> idle;
    active.emplace(7, 1); // [fill]

    idle.erase(active.find(7)); // [use]
}
