// EXPECT: iterator invalidated by rehash @ step / write
// OFF: dead_rehash
//
// A range-for that adds derived entries by operator[] to the table that it walks: fine until the table grows, then the
// loop goes on in another order: elements are skipped or met twice, and no sanitizer that watches memory sees it.
#include <cstdio>

#include <mapcheck/unordered_map.h>

int main() {
    mapcheck::unordered_map<int, int> totals;
    for (int id = 0; id < 10; ++id) totals[id] = id;

    int visited = 0;
    for (const auto& total : totals) { // [step]
        ++visited;
        const int id = total.first;
        if (id < 1000) totals[1000 + id * 7] = 1; // [write]
    }
    std::printf("visited: %d\n", visited);
}
