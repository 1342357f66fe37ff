// EXPECT: silent
// OFF: clause_own_thread
// The allocator runs dry in the middle of insertions, a rehash and an assignment, and the program goes on with what it
// has: a failed insertion has no effect and leaves every iterator as it was.
#include <cstddef>
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <new>

#include "check.h"

static int left = 1'000'000;

template <class T>
struct Scarce {
    using value_type = T;
    Scarce() = default;
    template <class U>
    Scarce(const Scarce<U>&) {}
    T* allocate(std::size_t n) {
        if (left == 0) throw std::bad_alloc();
        --left;
        return static_cast<T*>(::operator new(n * sizeof(T)));
    }
    void deallocate(T* block, std::size_t) { ::operator delete(block); }
    friend bool operator==(const Scarce&, const Scarce&) { return true; }
    friend bool operator!=(const Scarce&, const Scarce&) { return false; }
};

template <class Operation>
static void runs_dry(int after, Operation operation) {
    bool failed = false;
    left = after;
    try {
        operation();
    } catch (const std::bad_alloc&) {
        failed = true;
    }
    left = 1'000'000;
    CHECK(failed);
}

int main() {
    using Element = std::pair<const int, int>;
    mapcheck::map<int, int, std::less<int>, Scarce<Element>> map;
    for (int i = 0; i < 20; ++i) map[i] = i;
    auto it = map.find(10);
    runs_dry(0, [&] { map[100] = 1; });
    runs_dry(5, [&] {
        for (int i = 200;; ++i) map.emplace(i, i);
    });
    CHECK(map.size() == 25);
    runs_dry(7, [&] { auto copy = map; });
    for (int i = 0; i < 15; ++i) ++it;
    CHECK(it == map.end());

    mapcheck::unordered_map<int, int, std::hash<int>, std::equal_to<int>, Scarce<Element>> hashed;
    hashed.reserve(10);
    for (int i = 0; i < 10; ++i) hashed[i] = i;
    auto kept = hashed.find(3);
    runs_dry(0, [&] { hashed.emplace(99, 99); });
    runs_dry(0, [&] { hashed.reserve(1000); }); // no rehash has taken place
    CHECK(kept->second == 3 && hashed.size() == 10);
    int seen = 0;
    for (auto at = hashed.begin(); at != hashed.end(); at = hashed.erase(at)) ++seen;
    CHECK(seen == 10);
}
