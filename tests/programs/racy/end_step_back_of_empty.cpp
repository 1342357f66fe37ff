// EXPECT: end iterator used @ step / -
// OFF: end_iterator
// OPTIONS: halt_on_error=1
//
// The newest entry is the one before the end, if there is one.
#include <cstdio>

#include <mapcheck/map.h>

int main() {
    mapcheck::map<int, int> journal{{1, 10}};
    journal.clear();

    auto newest = journal.end();
    --newest; // [step]
    std::printf("newest: %d\n", newest->first);
}
