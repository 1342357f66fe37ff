// EXPECT: use of a destroyed map @ use / destroy
// OFF: destroyed_map
//
// Static destruction order: the logger was constructed before the metrics, so it is destroyed after them, and its
// destructor prints how many counters there are. Fine for years, until a file is linked in another order.
#include <cstdio>
#include <new>

#include <mapcheck/map.h>

using Counters = mapcheck::map<int, long>;

class Logger {
  public:
    ~Logger();
};

class Metrics {
  public:
    ~Metrics() {
        counters().~Counters(); // [destroy]
    }
    Counters& counters() { return *counters_; }

  private:
    alignas(Counters) unsigned char memory_[sizeof(Counters)];
    Counters* counters_ = new (memory_) Counters;
};

Logger logger;   // first constructed, last destroyed
Metrics metrics; // gone when the logger's destructor runs

Logger::~Logger() {
    const std::size_t size = metrics.counters().size(); // [use]
    std::printf("counters: %zu\n", size);
}

int main() {
    for (int i = 0; i < 4; ++i) metrics.counters().emplace(i, i);
}
