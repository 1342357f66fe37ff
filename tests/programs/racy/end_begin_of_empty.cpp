// EXPECT: end iterator used @ use / -
// OFF: end_iterator
//
// The head of a queue that somebody has emptied: begin() of an empty map is its end.
#include <cstdio>

#include <mapcheck/map.h>

int main() {
    mapcheck::map<int, int> queue{{1, 10}};
    queue.erase(queue.begin());

    const int next = queue.begin()->second; // [use]
    std::printf("next: %s\n", next == 0 ? "0" : "some number");
}
