// EXPECT: silent
// OFF: edge_lock
// Hashes, comparators, element constructors and copies that throw in the middle of an operation: single-element
// insertion then has no effect [associative.reqmts.except, unord.req.except], and the map goes on being used, also by
// another thread under the same mutex.
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "check.h"

static thread_local bool angry = false;
static void grumble() {
    if (angry) throw std::runtime_error("no");
}
struct Hash {
    std::size_t operator()(int key) const {
        grumble();
        return static_cast<std::size_t>(key);
    }
};
struct Less {
    bool operator()(int a, int b) const {
        grumble();
        return a < b;
    }
};
struct Value {
    Value(int v) : value(v) { grumble(); }
    Value(const Value& other) : value(other.value) { grumble(); }
    int value;
};

template <class Operation>
static void fails(Operation operation) {
    bool thrown = false;
    angry = true;
    try {
        operation();
    } catch (const std::runtime_error&) {
        thrown = true;
    }
    angry = false;
    CHECK(thrown);
}

int main() {
    std::mutex mutex;
    mapcheck::unordered_map<int, int, Hash> hashed;
    mapcheck::map<int, Value, Less> sorted;
    auto work = [&](int from) {
        for (int i = from; i < from + 50; ++i) {
            std::lock_guard lock(mutex);
            hashed[i] = i;
            sorted.emplace(i, i);
            sorted.emplace(i + 1000, i);
            fails([&] { hashed[i + 500] = 1; });
            fails([&] { hashed.erase(i); });
            fails([&] { hashed.find(i); });
            fails([&] { sorted.emplace(i, i); });
            fails([&] { sorted.erase(i); });
            fails([&] { auto copy = sorted; });
            CHECK(hashed.at(i) == i);
            sorted.erase(i + 1000);
        }
    };
    std::thread one(work, 0);
    std::thread two(work, 100);
    one.join();
    two.join();
    CHECK(hashed.size() == 100 && sorted.size() == 100);
}
