// EXPECT: silent
// OFF: clause_own_thread
// Every mutating member of all eight containers is left half-way by an exception, thrown by the n-th comparison, hash,
// construction or allocation for every n that it makes; then the container is used as usual, with the iterators that
// the operation must have kept. (Not merge: libstdc++ declares it noexcept.)
#include <functional>
#include <mapcheck/map.h>
#include <mapcheck/set.h>
#include <mapcheck/unordered_map.h>
#include <mapcheck/unordered_set.h>
#include <new>
#include <utility>

#include "check.h"

static long left = -1; // calls that still succeed; negative: all do

static void may_throw() {
    if (left == 0) throw 1;
    if (left > 0) --left;
}

struct Value {
    int value = 0;
    Value() { may_throw(); }
    Value(int v) : value(v) { may_throw(); }
    Value(const Value& other) : value(other.value) { may_throw(); }
    Value& operator=(const Value& other) {
        may_throw();
        value = other.value;
        return *this;
    }
};
[[maybe_unused]] static bool operator==(const Value& a, const Value& b) { return a.value == b.value; }
struct Less {
    bool operator()(const Value& a, const Value& b) const {
        may_throw();
        return a.value < b.value;
    }
};
struct Hash {
    std::size_t operator()(const Value& v) const {
        may_throw();
        return static_cast<std::size_t>(v.value);
    }
};
struct Equal {
    bool operator()(const Value& a, const Value& b) const {
        may_throw();
        return a.value == b.value;
    }
};
template <class T>
struct Allocator {
    using value_type = T;
    Allocator() = default;
    template <class U>
    Allocator(const Allocator<U>&) {}
    T* allocate(std::size_t n) {
        may_throw();
        return static_cast<T*>(::operator new(n * sizeof(T)));
    }
    void deallocate(T* block, std::size_t) { ::operator delete(block); }
    friend bool operator==(const Allocator&, const Allocator&) { return true; }
    friend bool operator!=(const Allocator&, const Allocator&) { return false; }
};

using Pair = std::pair<const Value, Value>;
template <template <class...> class Map>
using Ordered = Map<Value, Value, Less, Allocator<Pair>>;
template <template <class...> class Map>
using Hashed = Map<Value, Value, Hash, Equal, Allocator<Pair>>;

template <class C>
static void fill(C& c, int from, int to) {
    for (int i = from; i < to; ++i) {
        if constexpr (std::is_same_v<typename C::value_type, Pair>)
            c.emplace(i, i);
        else
            c.emplace(i);
    }
}
template <class C>
static typename C::value_type made(int i) {
    if constexpr (std::is_same_v<typename C::value_type, Pair>)
        return Pair(i, i);
    else
        return Value(i);
}

template <class C>
static int walk(C& c) {
    int n = 0;
    for (auto it = c.begin(); it != c.end(); ++it) ++n;
    CHECK(n == static_cast<int>(c.size()));
    return n;
}

/// Runs the operation with the n-th call failing, for n = 0, 1, ... until it succeeds.
template <class C, class Operation>
static void with_failures(const Operation& operation) {
    for (long n = 0;; ++n) {
        CHECK(n < 1000);
        C c;
        C other;
        fill(c, 0, 12);
        fill(other, 8, 20);
        auto kept = c.begin();
        bool failed = false;
        left = n;
        try {
            operation(c, other);
        } catch (int) {
            failed = true;
        } catch (const std::bad_alloc&) {
            failed = true;
        }
        left = -1;
        walk(c);
        walk(other);
        fill(c, 100, 130); // rehashes, sooner or later
        c.erase(Value(110));
        walk(c);
        kept = c.begin();
        if (kept != c.end()) kept = c.erase(kept);
        walk(c);
        if (!failed) return;
    }
}

template <class C>
static void all_of() {
    with_failures<C>([](C& c, C&) { c.insert(made<C>(50)); });
    with_failures<C>([](C& c, C&) { c.insert(c.begin(), made<C>(50)); });
    with_failures<C>([](C& c, C& o) { c.insert(o.begin(), o.end()); });
    with_failures<C>([](C& c, C&) { c.insert({made<C>(60), made<C>(61), made<C>(62)}); });
    with_failures<C>([](C& c, C&) { c.emplace(made<C>(50)); });
    with_failures<C>([](C& c, C&) { c.emplace_hint(c.end(), made<C>(50)); });
    with_failures<C>([](C& c, C&) { c.erase(Value(5)); });
    with_failures<C>([](C& c, C&) { c.erase(c.begin()); });
    with_failures<C>([](C& c, C& o) { c = o; });
    with_failures<C>([](C& c, C&) { c = {made<C>(1), made<C>(2)}; });
    with_failures<C>([](C& c, C&) {
        auto node = c.extract(Value(5));
        c.insert(std::move(node));
    });
    with_failures<C>([](C&, C& o) { C copy(o); });
    with_failures<C>([](C& c, C& o) { c.swap(o); });
    with_failures<C>([](C& c, C&) { walk(c), c.find(Value(3)), c.count(Value(4)), c.equal_range(Value(5)); });
}
template <class C>
static void maps_only() {
    with_failures<C>([](C& c, C&) { c[Value(50)] = Value(1); });
    with_failures<C>([](C& c, C&) { c[Value(5)] = Value(1); });
    with_failures<C>([](C& c, C&) { c.insert_or_assign(Value(5), Value(6)); });
    with_failures<C>([](C& c, C&) { c.insert_or_assign(Value(50), Value(6)); });
    with_failures<C>([](C& c, C&) { c.try_emplace(Value(50), 6); });
}
template <class C>
static void hashed_only() {
    with_failures<C>([](C& c, C&) { c.reserve(1000); });
    with_failures<C>([](C& c, C&) { c.rehash(333); });
    with_failures<C>([](C& c, C&) { c.max_load_factor(0.25F), c.emplace(made<C>(70)); });
}

int main() {
    all_of<Ordered<mapcheck::map>>();
    all_of<Ordered<mapcheck::multimap>>();
    all_of<mapcheck::set<Value, Less, Allocator<Value>>>();
    all_of<mapcheck::multiset<Value, Less, Allocator<Value>>>();
    all_of<Hashed<mapcheck::unordered_map>>();
    all_of<Hashed<mapcheck::unordered_multimap>>();
    all_of<mapcheck::unordered_set<Value, Hash, Equal, Allocator<Value>>>();
    all_of<mapcheck::unordered_multiset<Value, Hash, Equal, Allocator<Value>>>();
    maps_only<Ordered<mapcheck::map>>();
    maps_only<Hashed<mapcheck::unordered_map>>();
    hashed_only<Hashed<mapcheck::unordered_map>>();
    hashed_only<Hashed<mapcheck::unordered_multimap>>();
}
