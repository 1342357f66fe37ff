// EXPECT: use of a destroyed map @ use / destroy
// OFF: destroyed_map
//
// A detached thread outlives the function that owns the table and looks something up in what is left of it.
#include <new>
#include <thread>

#include "../cue.h"
#include "../kept.h"

using Table = kept::map<int, int>;

alignas(Table) unsigned char memory[sizeof(Table)]; // stays readable, as a dead stack frame would for a while
Cue ended;
Cue asked;

void serve() {
    auto* table = new (memory) Table;
    for (int i = 0; i < 8; ++i) table->emplace(i, i);
    std::thread([table] {
        ended.await();                           // a slow request
        const bool found = table->count(3) != 0; // [use]
        std::printf("found: %d\n", found);
        asked.set();
    }).detach();     // should be joined before the table dies
    table->~Table(); // [destroy]
    ended.set();
}

int main() {
    serve();
    asked.await();
}
