// EXPECT: silent
// OFF: clause_own_write
// The constructor of an element, run by emplace, registers more elements in the same map: a node of a tree that makes
// its children. emplace constructs the element before it looks for its place, in both kinds of container.
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>

#include "check.h"

template <class Map>
struct Node {
    Node(Map& all, int id, int depth) : children(0) {
        if (depth == 0) return;
        for (int child : {2 * id, 2 * id + 1}) {
            const auto made = all.emplace(std::piecewise_construct, std::forward_as_tuple(child),
                                          std::forward_as_tuple(all, child, depth - 1));
            CHECK(made.second);
            ++children;
        }
    }
    int children;
};
struct Sorted : mapcheck::map<int, Node<Sorted>> {};
struct Hashed : mapcheck::unordered_map<int, Node<Hashed>> {};

template <class Map>
static void grow(Map& map) {
    map.emplace(std::piecewise_construct, std::forward_as_tuple(1), std::forward_as_tuple(map, 1, 5));
    CHECK(map.size() == 63);
    int leaves = 0;
    for (const auto& [id, node] : map) leaves += node.children == 0;
    CHECK(leaves == 32);
}

int main() {
    Sorted sorted;
    grow(sorted);
    Hashed hashed;
    hashed.reserve(200);
    grow(hashed);
}
