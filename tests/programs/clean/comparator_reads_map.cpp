// EXPECT: silent
// OFF: clause_own_write
// A comparator and a hash that look at their own container while it inserts or erases (its size, its first element, an
// element found earlier): reads inside one's own write, of a container that is whole at these moments.
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>

#include "check.h"

struct Watched {
    bool operator()(int a, int b) const;
};
static mapcheck::map<int, int, Watched>* ordered = nullptr;
static int calls = 0;
bool Watched::operator()(int a, int b) const {
    if (ordered && !ordered->empty()) {
        ++calls;
        CHECK(ordered->size() < 100);
        CHECK(ordered->begin()->second >= 0);
    }
    return a < b;
}

struct WatchedHash {
    std::size_t operator()(int key) const;
};
static mapcheck::unordered_map<int, int, WatchedHash>* hashed = nullptr;
std::size_t WatchedHash::operator()(int key) const {
    if (hashed) {
        ++calls;
        CHECK(hashed->size() <= 50);
        int sum = 0;
        for (const auto& [k, v] : *hashed) sum += v;
        CHECK(sum >= 0);
    }
    return static_cast<std::size_t>(key);
}

int main() {
    mapcheck::map<int, int, Watched> map;
    ordered = &map;
    for (int i = 0; i < 50; ++i) map.emplace(i * 7 % 50, i);
    for (int i = 0; i < 25; ++i) map.erase(i);
    map[3] = 1;
    CHECK(map.size() == 26 && calls > 100);
    ordered = nullptr;

    mapcheck::unordered_map<int, int, WatchedHash> other;
    hashed = &other;
    for (int i = 0; i < 50; ++i) other.emplace(i, i);
    for (int i = 0; i < 25; ++i) other.erase(i);
    CHECK(other.size() == 25);
    hashed = nullptr;
}
