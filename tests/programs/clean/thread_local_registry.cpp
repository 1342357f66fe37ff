// EXPECT: silent
// OFF: edge_lock
// Each thread enters itself in a registry and a thread_local object's destructor takes the entry out by a stored
// iterator, under the registry's lock, after the thread's function has returned.
#include <mapcheck/map.h>
#include <mutex>
#include <thread>
#include <vector>

#include "check.h"

static std::mutex mutex;
static mapcheck::multimap<int, const void*> registry;
static int entered = 0;

class Entry {
  public:
    explicit Entry(int group) {
        std::lock_guard lock(mutex);
        place_ = registry.emplace(group, this);
        ++entered;
    }
    ~Entry() {
        std::lock_guard lock(mutex);
        CHECK(place_->second == this);
        registry.erase(place_);
    }

  private:
    mapcheck::multimap<int, const void*>::iterator place_;
};

int main() {
    std::vector<std::thread> threads;
    for (int me = 0; me < 12; ++me) {
        threads.emplace_back([me] {
            static thread_local Entry entry(me % 3);
            std::lock_guard lock(mutex);
            bool found = false;
            for (const auto& [group, who] : registry) found |= who == &entry;
            CHECK(found);
        });
    }
    for (auto& t : threads) t.join();
    CHECK(entered == 12 && registry.empty());
}
