// EXPECT: iterator invalidated by erase @ use / write
// OFF: dead_erase
//
// A node is extracted, gets a new key and goes back into the same map; the old iterator seems to work, for the node is
// the same. The standard says that extract invalidates it for good.
#include <cstdio>
#include <utility>

#include <mapcheck/map.h>

int main() {
    mapcheck::map<int, int> queue{{1, 10}, {2, 20}, {3, 30}};

    const auto urgent = queue.find(3);
    auto node = queue.extract(urgent); // [write]
    node.key() = 0;
    queue.insert(std::move(node));
    const int value = urgent->second; // [use]
    std::printf("value: %d\n", value);
}
