// EXPECT: silent
// OFF: edge_readers
// Look under a shared lock; if the key is missing, give it back, take the exclusive lock, look again, insert. What was
// found in the first look is not used in the second.
#include <mapcheck/map.h>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

#include "check.h"

class Interner {
  public:
    int id(const std::string& text) {
        {
            std::shared_lock lock(mutex_);
            if (auto found = ids_.find(text); found != ids_.end()) return found->second;
        }
        std::unique_lock lock(mutex_);
        if (auto found = ids_.find(text); found != ids_.end()) return found->second;
        return ids_.emplace(text, static_cast<int>(ids_.size())).first->second;
    }
    std::size_t size() {
        std::shared_lock lock(mutex_);
        return ids_.size();
    }

  private:
    std::shared_mutex mutex_;
    mapcheck::map<std::string, int> ids_;
};

int main() {
    Interner interner;
    Cue first_read;
    std::vector<std::thread> threads;
    threads.emplace_back([&] {
        CHECK(interner.size() == 0);
        first_read.set();
    });
    for (int me = 0; me < 3; ++me) {
        threads.emplace_back([&, me] {
            first_read.await();
            for (int i = 0; i < 300; ++i) {
                const auto text = "word" + std::to_string((i + me * 31) % 100);
                const int id = interner.id(text);
                CHECK(id >= 0 && id < 100 && interner.id(text) == id);
            }
        });
    }
    for (auto& t : threads) t.join();
    CHECK(interner.size() == 100);
}
