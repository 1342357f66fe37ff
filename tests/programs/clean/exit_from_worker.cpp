// EXPECT: silent
// OFF: edge_create
// A worker ends the process with std::exit while main is waiting for ever: the statics die in the worker's thread,
// which main's work on them is before, because main made the worker after it.
#include <cstdlib>
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <thread>

#include "check.h"

static mapcheck::map<int, int> table;
static mapcheck::unordered_map<int, int> index_of;

struct AtExit {
    ~AtExit() {
        CHECK(table.size() == 10 && index_of.size() == 9);
        table.clear();
        index_of.erase(index_of.begin());
    }
};
static AtExit at_exit;

int main() {
    for (int i = 0; i < 10; ++i) index_of[i] = table[i] = i;
    std::thread worker([] {
        index_of.erase(3);
        std::exit(0);
    });
    worker.join(); // never returns
    CHECK(false);
}
