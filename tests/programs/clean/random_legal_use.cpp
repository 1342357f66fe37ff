// EXPECT: silent
// OFF: clause_own_thread
// A long random, but repeatable, walk through everything that one thread may do with several maps and hundreds of
// stored iterators. A table knows for each iterator whether the standard says that it is still valid, and whose; only
// valid ones are used: dereferenced, stepped, compared, given as hints, erased, extracted.
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <memory>
#include <utility>
#include <vector>

#include "check.h"

template <class Map, bool hashed>
class Walk {
  public:
    void run(int steps) {
        for (auto& m : maps_) m = std::make_unique<Map>();
        for (int i = 0; i < steps; ++i) {
            const int a = below(3);
            const int b = (a + 1 + below(2)) % 3;
            change(a, b);
            use();
        }
    }

  private:
    struct Handle {
        typename Map::iterator at;
        int owner;
        int key;
        int value;
    };
    int below(int n) {
        random_ = random_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<int>((random_ >> 33) % static_cast<unsigned>(n));
    }
    template <class Condition>
    void forget(Condition condition) {
        for (std::size_t i = 0; i < handles_.size();) {
            if (condition(handles_[i])) {
                handles_[i] = handles_.back();
                handles_.pop_back();
            } else {
                ++i;
            }
        }
    }
    void forget_all_of(int owner) {
        forget([&](const Handle& h) { return h.owner == owner; });
    }
    void forget_element(int owner, int key) {
        forget([&](const Handle& h) { return h.owner == owner && h.key == key; });
    }
    std::size_t buckets(int owner) const {
        if constexpr (hashed) return maps_[owner]->bucket_count();
        return 0;
    }
    void keep(int owner, typename Map::iterator at) {
        if (handles_.size() < 300) handles_.push_back(Handle{at, owner, at->first, at->second});
    }

    void change(int a, int b) {
        Map& map = *maps_[a];
        Map& other = *maps_[b];
        const int key = below(60);
        const auto before = buckets(a);
        switch (below(40)) {
        case 0: // the two change places
            map.swap(other);
            for (auto& h : handles_) {
                if (h.owner == a || h.owner == b) h.owner = a + b - h.owner;
            }
            break;
        case 1: // b's elements go to a
            forget_all_of(a);
            map = std::move(other);
            other.clear();
            for (auto& h : handles_) {
                if (h.owner == b) h.owner = a;
            }
            break;
        case 2: // a new object for the same elements
            maps_[a] = std::make_unique<Map>(std::move(map));
            break;
        case 3:
            if (hashed) forget_all_of(a);
            forget([&](const Handle& h) { return hashed && h.owner == b && map.count(h.key) == 0; });
            for (auto& h : handles_) {
                if (!hashed && h.owner == b && map.count(h.key) == 0) h.owner = a;
            }
            map.merge(other);
            break;
        case 4:
            forget_all_of(a);
            if (below(3) == 0) {
                maps_[a] = std::make_unique<Map>();
            } else if (below(2) == 0) {
                map.clear();
            } else {
                map = other;
            }
            break;
        case 5:
        case 6:
            if (auto node = map.extract(key)) {
                forget_element(a, key);
                if (below(2) == 0) {
                    node.key() = below(60);
                    auto result = map.insert(std::move(node));
                    if (result.inserted) keep(a, result.position);
                }
            }
            break;
        case 7: { // a range
            auto from = map.begin();
            auto to = from;
            for (int i = below(4); i > 0 && to != map.end(); --i) {
                const int gone = to->first;
                ++to;
                forget_element(a, gone);
            }
            CHECK(map.erase(from, to) == to);
            break;
        }
        case 8:
            for (auto it = map.begin(); it != map.end();) {
                if (it->first % 7 == key % 7) {
                    forget_element(a, it->first);
                    it = map.erase(it);
                } else {
                    ++it;
                }
            }
            break;
        case 9:
        case 10:
        case 11:
        case 12:
        case 13:
        case 14:
            forget_element(a, key);
            map.erase(key);
            break;
        default: {
            auto result = map.try_emplace(key, next_value_);
            if (buckets(a) != before) forget_all_of(a);
            next_value_ += result.second;
            keep(a, result.first);
        }
        }
    }

    void use() {
        for (int i = 0; i < 3 && !handles_.empty(); ++i) {
            const Handle h = handles_[below(static_cast<int>(handles_.size()))];
            Map& map = *maps_[h.owner];
            CHECK(h.at->first == h.key && h.at->second == h.value);
            switch (below(8)) {
            case 0: {
                auto it = h.at;
                for (int steps = below(5); steps > 0 && it != map.end(); --steps) ++it;
                if (it != map.end()) keep(h.owner, it);
                break;
            }
            case 1:
                if constexpr (!hashed) {
                    auto it = h.at;
                    if (it != map.begin()) CHECK((--it)->first < h.key);
                    CHECK(map.emplace_hint(h.at, h.key, 0) == h.at);
                }
                break;
            case 2:
                CHECK(map.find(h.key) == h.at && h.at != map.end());
                break;
            case 3:
                forget_element(h.owner, h.key);
                map.erase(h.at);
                break;
            case 4: {
                forget_element(h.owner, h.key);
                auto node = map.extract(h.at);
                CHECK(node.key() == h.key && node.mapped() == h.value);
                break;
            }
            default:
                break;
            }
        }
    }

    std::unique_ptr<Map> maps_[3];
    std::vector<Handle> handles_;
    unsigned long long random_ = 42;
    int next_value_ = 1;
};

int main() {
    Walk<mapcheck::map<int, int>, false>().run(60'000);
    Walk<mapcheck::unordered_map<int, int>, true>().run(60'000);
}
