// EXPECT: silent
// OFF: clause_address_reuse
// An LRU cache: the list keeps keys, the index keeps list iterators, and a second list keeps iterators of the index
// itself. Evicted nodes are freed and the next one lands at their address; every handle in use was made after its
// element. References and iterators to other elements survive erase [unord.req.general]; no insertion rehashes,
// because room is reserved.
#include <list>
#include <mapcheck/unordered_map.h>

#include "check.h"

class Cache {
  public:
    Cache() { index_.reserve(64); }

    int get(int key) {
        if (auto found = index_.find(key); found != index_.end()) {
            order_.splice(order_.begin(), order_, found->second.place);
            ++hits_;
            return found->second.value;
        }
        if (index_.size() == 16) {
            index_.erase(order_.back());
            order_.pop_back();
        }
        auto made = index_.emplace(key, Entry{key * key, {}}).first;
        made->second.place = order_.insert(order_.begin(), made);
        return made->second.value;
    }
    void check() const {
        CHECK(order_.size() == index_.size());
        for (auto handle : order_) CHECK(handle->second.value == handle->first * handle->first);
    }
    int hits() const { return hits_; }

  private:
    struct Entry;
    using Index = mapcheck::unordered_map<int, Entry>;
    using Order = std::list<Index::iterator>;
    struct Entry {
        int value;
        Order::iterator place;
    };
    Index index_;
    Order order_;
    int hits_ = 0;
};

int main() {
    Cache cache;
    unsigned random = 1;
    int hits = 0;
    for (int i = 0; i < 20'000; ++i) {
        random = random * 1664525 + 1013904223;
        const int key = static_cast<int>(random >> 16) % 24;
        CHECK(cache.get(key) == key * key);
        if (i % 500 == 0) cache.check();
    }
    cache.check();
    hits = cache.hits();
    CHECK(hits > 10'000 && hits < 20'000);
}
