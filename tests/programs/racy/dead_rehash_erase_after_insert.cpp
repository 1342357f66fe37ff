// EXPECT: iterator invalidated by rehash @ use / write
// OFF: dead_rehash
//
// Replace an entry: find the old one, insert the new ones, erase the old one by its iterator. The insertions rehash;
// passing the iterator to erase is then undefined, although node-based tables forgive it.
#include <cstdio>

#include <mapcheck/unordered_map.h>

int main() {
    mapcheck::unordered_map<int, int> versions{{1, 1}, {2, 1}, {3, 1}};

    const auto old = versions.find(2);
    for (int id = 10; id < 200; ++id) versions.try_emplace(id, 2); // [write]
    versions.erase(old);                                           // [use]
    std::printf("left: %zu\n", versions.size());
}
