// Element and function types that break careless wrappers, and names that get in the way.

#include <functional>
#include <stdexcept>
#include <string>

#include "containers.h"

namespace user {

/// Overloads & and the comma, and takes part in every unqualified call.
struct Greedy {
    int value = 0;
    Greedy(int v) : value(v) {}
    void operator&() const = delete;
    template <class T>
    void operator,(const T&) const = delete;
    friend bool operator<(const Greedy& a, const Greedy& b) { return a.value < b.value; }
    friend bool operator==(const Greedy& a, const Greedy& b) { return a.value == b.value; }
};
// Unqualified calls of these names inside the wrapper would find them.
template <class T>
void base(T&&) = delete;
template <class T>
void next(T&&) = delete;
template <class... T>
void addressof(T&&...) = delete;
template <class... T>
void distance(T&&...) = delete;
template <class... T>
void move(T&&...) = delete;
template <class... T>
void forward(T&&...) = delete;
template <class... T>
void compared(T&&...) = delete;
template <class... T>
void building(T&&...) = delete;
template <class... T>
void merge_nodes(T&&...) = delete;
struct GreedyHash {
    std::size_t operator()(const Greedy& g) const { return static_cast<std::size_t>(g.value); }
};
struct Less final {
    bool operator()(const Greedy& a, const Greedy& b) const { return a < b; }
};

/// Every operation of comparing or hashing may fail.
struct Fuse {
    static inline int left = -1;
    static void burn() {
        if (left >= 0 && left-- == 0) throw std::runtime_error("fuse");
    }
};
struct FuseLess {
    bool operator()(int a, int b) const {
        Fuse::burn();
        return a < b;
    }
};
struct FuseHash {
    std::size_t operator()(int key) const {
        Fuse::burn();
        return static_cast<std::size_t>(key);
    }
};

} // namespace user

TEMPLATE_TEST_CASE("overloaded operators, names found by argument", "[hostile]",
                   (mapcheck::map<user::Greedy, user::Greedy, user::Less>),
                   (mapcheck::multimap<user::Greedy, user::Greedy, user::Less>),
                   (mapcheck::unordered_map<user::Greedy, user::Greedy, user::GreedyHash>),
                   (mapcheck::unordered_multimap<user::Greedy, user::Greedy, user::GreedyHash>)) {
    TestType c;
    c.emplace(1, 2);
    c.insert({user::Greedy(3), user::Greedy(4)});
    c.emplace_hint(c.end(), 5, 6);
    CHECK(c.find(user::Greedy(3))->second.value == 4);
    CHECK(c.count(1) == 1);
    auto it = c.find(1);
    it = c.erase(it);
    CHECK(c.erase(user::Greedy(3)) == 1);
    auto node = c.extract(user::Greedy(5));
    c.insert(std::move(node));
    TestType d(c), e(std::move(d));
    d = e;
    CHECK(d == e);
    d.swap(e);
    swap(d, e);
    d.merge(e);
    for (auto& element : c) CHECK(element.second.value == 6);
    c.erase(c.begin(), c.end());
    CHECK(c.empty());
}

TEST_CASE("operator[] and friends of such types", "[hostile]") {
    mapcheck::map<user::Greedy, std::string, user::Less> m;
    m[1] = "one";
    m.try_emplace(2, "two");
    m.insert_or_assign(2, "zwei");
    CHECK(m.at(2) == "zwei");
    CHECK(m[1] == "one");
}

TEST_CASE("function pointers and functions as comparators", "[hostile]") {
    mapcheck::set<int, bool (*)(int, int)> s([](int a, int b) { return a > b; });
    s.insert({1, 2, 3});
    CHECK(*s.begin() == 3);
    mapcheck::map<int, int, std::function<bool(int, int)>> m(std::less<int>{});
    m[2] = 1;
    m.emplace(1, 2);
    CHECK(m.begin()->first == 1);
    const auto less = [](int a, int b) { return a < b; };
    mapcheck::set<int, decltype(less)> l(less);
    l.insert(1);
    CHECK(l.count(1) == 1);
    CHECK(l.erase(1) == 1);
}

TEMPLATE_TEST_CASE("comparators and hashes that throw", "[hostile]", (mapcheck::map<int, std::string, user::FuseLess>),
                   (mapcheck::multimap<int, std::string, user::FuseLess>),
                   (mapcheck::unordered_map<int, std::string, user::FuseHash>),
                   (mapcheck::unordered_multimap<int, std::string, user::FuseHash>)) {
    TestType c;
    for (int i = 0; i < 4; ++i) c.emplace(i, "x");
    auto kept = c.begin();
    user::Fuse::left = 0;
    CHECK_THROWS(c.emplace(9, "y"));
    user::Fuse::left = 0;
    CHECK_THROWS(c.insert({9, "y"}));
    user::Fuse::left = 0;
    CHECK_THROWS(c.find(2));
    user::Fuse::left = 0;
    CHECK_THROWS(c.erase(2));
    user::Fuse::left = 0;
    CHECK_THROWS(c.count(2));
    user::Fuse::left = -1;
    // Nothing is left marked, nothing has changed.
    CHECK(c.size() == 4);
    CHECK(kept->second == "x");
    c.emplace(9, "y");
    CHECK(c.erase(9) == 1);
}

namespace user {
struct Failing {
    Failing() = default;
    Failing(int) { throw std::runtime_error("constructor"); }
};
} // namespace user

TEMPLATE_TEST_CASE("elements that cannot be built", "[hostile]", (mapcheck::map<int, user::Failing>),
                   (mapcheck::unordered_map<int, user::Failing>), (mapcheck::map<int, user::Failing, user::FuseLess>),
                   (mapcheck::unordered_map<int, user::Failing, user::FuseHash>)) {
    TestType c;
    c[1];
    CHECK_THROWS(c.emplace(2, 3));
    CHECK_THROWS(c.try_emplace(2, 3));
    CHECK_FALSE(c.try_emplace(1, 3).second);
    CHECK_THROWS(c.insert_or_assign(2, 3));
    CHECK(c.size() == 1);
    CHECK(c.try_emplace(2).second);
}

namespace with_using_directives {
using namespace std;
using mapcheck::map;
using mapcheck::unordered_set;
inline size_t sum() {
    map<int, string> m{{1, "a"}};
    unordered_set<int> s{1, 2};
    auto copy = m;
    swap(copy, m);
    return size(m) + size(s) + static_cast<size_t>(distance(begin(m), end(m)));
}
} // namespace with_using_directives

TEST_CASE("a using-declaration beside using namespace std", "[hostile]") {
    CHECK(with_using_directives::sum() == 4);
    using mapcheck::map;
    using namespace std;
    map<int, int> m{{1, 1}};
    CHECK(m.size() == 1);
}
