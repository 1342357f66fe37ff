// EXPECT: iterator invalidated by erase @ use / write
// OFF: dead_erase
//
// merge moves an element to another container. For std::map its iterators follow; for unordered containers those of
// transferred elements are dead, which is easily forgotten when a map is changed into an unordered_map.
#include <cstdio>

#include <mapcheck/unordered_map.h>

int main() {
    mapcheck::unordered_map<int, int> known{{1, 10}, {2, 20}};
    mapcheck::unordered_map<int, int> incoming{{3, 30}, {4, 40}};
    known.reserve(64);

    const auto fresh = incoming.find(3);
    known.merge(incoming);           // [write]
    const int value = fresh->second; // [use]
    std::printf("value: %d\n", value);
}
