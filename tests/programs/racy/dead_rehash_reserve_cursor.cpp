// EXPECT: iterator invalidated by rehash @ use / write
// OFF: dead_rehash
//
// A cursor is taken, then the table is given room "to be on the safe side", then the cursor is used. Dereferencing
// happens to work everywhere; the standard, and another library's table, say otherwise.
#include <cstdio>

#include <mapcheck/unordered_set.h>

int main() {
    mapcheck::unordered_multiset<int> words{5, 5, 6, 7, 8};

    const auto cursor = words.find(7);
    words.rehash(1009);       // [write]
    const int word = *cursor; // [use]
    std::printf("word: %d\n", word);
}
