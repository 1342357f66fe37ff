// EXPECT: silent
// OFF: edge_lock
// A thread that is started by a static constructor, before main, shares a static map with main under a static mutex,
// and is joined by a static destructor, after main.
#include <mapcheck/map.h>
#include <mutex>
#include <thread>

#include "check.h"

static std::mutex mutex;
static mapcheck::map<int, int> table;
static Cue stop;

class Service {
  public:
    Service()
        : thread_([] {
              for (int i = 0; i < 50; ++i) {
                  std::lock_guard lock(mutex);
                  table[i] = i;
              }
              stop.await();
              std::lock_guard lock(mutex);
              table.erase(table.begin());
          }) {}
    ~Service() {
        stop.set();
        thread_.join();
        CHECK(table.size() == 49);
    }

  private:
    std::thread thread_;
};
static Service service;

int main() {
    for (std::size_t seen = 0; seen < 50; usleep(50)) {
        std::lock_guard lock(mutex);
        seen = 0;
        for (const auto& [key, value] : table) seen += key == value;
    }
}
