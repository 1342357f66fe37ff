// EXPECT: re-entrant map write @ inner / outer
// OFF: reentrant_write
//
// The comparator looks an unknown key's rank up and adds a default to the very set that is being searched for the place
// of the new element: the tree changes under the insertion that is walking it.
#include <cstdio>

#include <mapcheck/set.h>

struct ByRank {
    bool operator()(int a, int b) const;
};
using Ranks = mapcheck::set<int, ByRank>;

Ranks* ranks = nullptr;
bool defaulted = false;

bool ByRank::operator()(int a, int b) const {
    if (!defaulted && (a == 100 || b == 100)) {
        defaulted = true;
        ranks->insert(-1); // [inner]
    }
    return a < b;
}

int main() {
    Ranks table;
    ranks = &table;
    for (int i = 0; i < 7; ++i) table.insert(i * 10);
    table.insert(100); // [outer]
    std::printf("size: %zu\n", table.size());
}
