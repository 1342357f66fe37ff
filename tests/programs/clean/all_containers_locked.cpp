// NEEDS: libc++19
// EXPECT: silent
// OFF: edge_lock
// All eight containers, and their pmr forms, written by three threads and looped over by all of them, each container
// under a mutex of its own.
#include <mapcheck/map.h>
#include <mapcheck/set.h>
#include <mapcheck/unordered_map.h>
#include <mapcheck/unordered_set.h>
#include <memory_resource>
#include <mutex>
#include <thread>
#include <tuple>
#include <vector>

#include "check.h"

template <class Container>
class Guarded {
  public:
    void work(int me) {
        for (int i = 0; i < 60; ++i) {
            std::lock_guard lock(mutex_);
            if constexpr (std::is_same_v<typename Container::value_type, int>) {
                container_.insert(me * 100 + i);
            } else {
                container_.emplace(me * 100 + i, i);
            }
            std::size_t count = 0;
            for (auto it = container_.begin(); it != container_.end(); ++it) ++count;
            CHECK(count == container_.size());
            if (i % 3 == 0) CHECK(container_.erase(me * 100 + i) == 1);
            if (i % 20 == 0) container_ = Container(container_);
        }
    }
    void check() const { CHECK(container_.size() == 3 * 40); }

  private:
    std::mutex mutex_;
    Container container_;
};

int main() {
    std::tuple<Guarded<mapcheck::map<int, int>>, Guarded<mapcheck::multimap<int, int>>, Guarded<mapcheck::set<int>>,
               Guarded<mapcheck::multiset<int>>, Guarded<mapcheck::unordered_map<int, int>>,
               Guarded<mapcheck::unordered_multimap<int, int>>, Guarded<mapcheck::unordered_set<int>>,
               Guarded<mapcheck::unordered_multiset<int>>, Guarded<mapcheck::pmr::map<int, int>>,
               Guarded<mapcheck::pmr::unordered_set<int>>>
        all;
    std::vector<std::thread> threads;
    for (int me = 0; me < 3; ++me) {
        threads.emplace_back([&, me] { std::apply([me](auto&... one) { (one.work(me), ...); }, all); });
    }
    for (auto& t : threads) t.join();
    std::apply([](auto&... one) { (one.check(), ...); }, all);
}
