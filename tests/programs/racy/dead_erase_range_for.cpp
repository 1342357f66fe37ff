// EXPECT: iterator invalidated by erase @ step / write
// OFF: dead_erase
//
// Erasing the current element in a range-for: the loop's hidden ++ starts from a node that is gone. The fix is an
// explicit loop with it = m.erase(it), or C++20's std::erase_if. One thread is enough.
#include <cstdio>

#include "../kept.h"

int main() {
    kept::map<int, int> sessions; // its memory outlives its elements, so that the run survives the bug
    for (int id = 0; id < 8; ++id) sessions.emplace(id, id % 3);

    int visited = 0;
    for (const auto& session : sessions) { // [step]
        ++visited;
        if (session.second == 1) {
            const int id = session.first;
            sessions.erase(id); // [write]
        }
    }
    std::printf("visited: %d\n", visited);
}
