// EXPECT: use of a destroyed map @ use / -
// OFF: destroyed_map
//
// The plain form: two globals, the later one is gone when the earlier one's destructor runs. The table is destroyed by
// the run-time library alone, so no line of the program stands on the other side of the report.
#include <cstdio>

#include <mapcheck/unordered_map.h>

struct Logger {
    ~Logger();
};

Logger logger;                               // first constructed, last destroyed
mapcheck::unordered_map<int, long> counters; // gone when the logger's destructor runs

Logger::~Logger() {
    const std::size_t size = counters.size(); // [use]
    std::printf("counters: %zu\n", size);
}

int main() {
    for (int i = 0; i < 4; ++i) counters.emplace(i, i);
}
