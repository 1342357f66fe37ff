// EXPECT: iterator of another map @ use / fill
// OFF: foreign_iterator
//
// The element was found in the backup and is erased from the primary: two maps of the same type, one wrong name. The
// sizes go wrong first, the tree later. The report's other side is where the iterator's own map was first filled.
#include <cstdio>

#include <mapcheck/map.h>

int main() {
    mapcheck::map<int, int> primary;
    mapcheck::map<int, int> backup;
    for (int i = 1; i < 8; ++i) primary.emplace(i * 10, i);
    for (int i = 1; i < 8; ++i) backup.emplace(i * 10, i); // [fill]
    backup.emplace(15, 0);                                 // a leaf, so that this run survives

    const auto stale = backup.find(15);
    primary.erase(stale); // [use]
    std::printf("primary: %zu, backup: %zu\n", primary.size(), backup.size());
}
