// EXPECT: concurrent map iteration and map write @ destroy / step
// OFF: iteration_write
//
// A function starts a detached thread that walks the function's own table, and returns: the table dies while, for all
// that anybody knows, the walk goes on. Here it has just ended; on a busy machine it has not.
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

using Table = mapcheck::map<int, int>;

void report(Cue& walked) {
    auto* table = new Table;
    for (int i = 0; i < 8; ++i) table->emplace(i, i);
    std::thread([table, &walked] {
        int sum = 0;
        for (const auto& row : *table) sum += row.second; // [step]
        std::printf("sum: %d\n", sum);
        walked.set();
    }).detach(); // nobody will ever join it
    walked.await();
    delete table; // [destroy]
}

int main() {
    static Cue walked; // outlives the detached thread
    report(walked);
}
