// EXPECT: end iterator used @ step / -
// OFF: end_iterator
//
// "The one after it": lower_bound already gave the end, and the step beyond it starts from the map's own header. The
// loop that follows begins again at some element.
#include <cstdio>

#include <mapcheck/map.h>

int main() {
    const mapcheck::multimap<int, int> schedule{{1, 10}, {2, 20}, {3, 30}};

    auto next = schedule.lower_bound(99);
    ++next; // [step]
    std::printf("at the end: %d\n", next == schedule.end());
}
