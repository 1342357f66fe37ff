// EXPECT: iterator invalidated by erase @ use / write
// OFF: dead_erase
//
// An index keeps iterators into the primary table; one path erases from the table and forgets the index, the next hit
// in the index dereferences a dead handle. Met in LRU caches and bidirectional maps.
#include <cstdio>

#include "../kept.h"

class Cache {
  public:
    void put(int key, int name, int value) { by_name_[name] = by_key_.emplace(key, value).first; }
    void evict(int key) {
        by_key_.erase(key); // [write]
        // by_name_ was forgotten
    }
    int get(int name) const {
        return by_name_.at(name)->second; // [use]
    }

  private:
    using Table = kept::map<int, int>;
    Table by_key_;
    kept::unordered_map<int, Table::iterator> by_name_;
};

int main() {
    Cache cache;
    for (int i = 0; i < 8; ++i) cache.put(i, 100 + i, i * i);
    cache.evict(5);
    std::printf("value: %d\n", cache.get(105));
}
