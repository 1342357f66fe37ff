// EXPECT: re-entrant map write @ inner / outer
// OFF: reentrant_write
//
// A hash function that memoises in the table it hashes for: the table may grow and rehash in the middle of an insertion
// that has already chosen its bucket.
#include <cstdio>

#include <mapcheck/unordered_set.h>

struct Memoising {
    std::size_t operator()(int key) const;
};
using Table = mapcheck::unordered_set<int, Memoising>;

Table* table = nullptr;
bool memoised = false;

std::size_t Memoising::operator()(int key) const {
    if (!memoised && key == 7) {
        memoised = true;
        table->insert(8); // [inner]
    }
    return static_cast<std::size_t>(key) * 31;
}

int main() {
    Table names{1, 2, 3};
    table = &names;
    names.insert(7); // [outer]
    std::printf("size: %zu\n", names.size());
}
