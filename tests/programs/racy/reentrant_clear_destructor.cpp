// EXPECT: re-entrant map write @ inner / outer
// OFF: reentrant_write
//
// Links come in pairs and each end unregisters the other one when it dies; then the whole table is cleared, and the
// elements' destructors erase from a map that is half way through its own clear.
#include <cstdio>

#include "../kept.h"

struct Link {
    explicit Link(int peer) : peer_(peer) {}
    Link(const Link&) = delete;
    ~Link();
    int peer_;
};
using Links = kept::map<int, Link>;

Links* links = nullptr;

Link::~Link() {
    links->erase(peer_); // [inner]
}

int main() {
    static Links table;
    links = &table;
    for (int i = 0; i < 3; ++i) table.try_emplace(i, 100 + i); // the peers have gone already
    table.clear();                                             // [outer]
    std::printf("size: %zu\n", table.size());
}
