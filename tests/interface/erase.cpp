// Removal: erase in all its forms, erase_if, clear, and elements whose code touches their container.

#include <functional>
#include <memory>
#include <string>

#include "containers.h"

TEMPLATE_LIST_TEST_CASE("erase by key", "[erase]", All) {
    auto c = filled<TestType>({1, 2, 3});
    CHECK(c.erase(2) == 1);
    CHECK(c.erase(2) == 0);
    CHECK(keys(c) == Keys{1, 3});
}

TEMPLATE_LIST_TEST_CASE("erase all elements of a key", "[erase]", Multi) {
    auto c = filled<TestType>({1, 2, 2, 2, 3});
    CHECK(c.erase(2) == 3);
    CHECK(keys(c) == Keys{1, 3});
    auto d = filled<TestType>({5, 5, 6});
    CHECK(d.erase(key_of(*d.find(5))) == 2);
    CHECK(keys(d) == Keys{6});
}

TEMPLATE_LIST_TEST_CASE("erase(const key&) where the key is an element's own", "[erase]", Unique) {
    auto c = filled<TestType>({1, 2});
    if constexpr (is_map<TestType>)
        CHECK(c.erase(c.find(1)->first) == 1);
    else
        CHECK(c.erase(*c.find(1)) == 1);
    CHECK(keys(c) == Keys{2});
}

TEMPLATE_LIST_TEST_CASE("erase by iterator", "[erase]", All) {
    auto c = filled<TestType>({1, 2, 3});
    typename TestType::iterator mutable_one = c.find(1);
    const auto after = std::next(mutable_one);
    CHECK(c.erase(mutable_one) == after);
    typename TestType::const_iterator constant = c.find(2);
    typename TestType::iterator next = c.erase(constant);
    (void)next;
    CHECK(keys(c) == Keys{3});
    c.erase(c.begin());
    CHECK(c.empty());
}

TEMPLATE_LIST_TEST_CASE("erase in a loop", "[erase]", All) {
    auto c = filled<TestType>({1, 2, 3, 4, 5, 6});
    for (auto it = c.begin(); it != c.end();) {
        if (key_of(*it) % 2 == 0)
            it = c.erase(it);
        else
            ++it;
    }
    CHECK(keys(c) == Keys{1, 3, 5});
    for (auto it = c.begin(); it != c.end();) c.erase(it++);
    CHECK(c.empty());
}

TEMPLATE_LIST_TEST_CASE("erase a range", "[erase]", All) {
    auto c = filled<TestType>({1, 2, 3, 4});
    CHECK(c.erase(c.begin(), c.begin()) == c.begin());
    const auto third = std::next(c.begin(), 2);
    const int key = key_of(*third);
    auto next = c.erase(c.begin(), third);
    CHECK(key_of(*next) == key);
    CHECK(c.size() == 2);
    CHECK(c.erase(c.cbegin(), c.cend()) == c.end());
    CHECK(c.empty());
}

TEMPLATE_LIST_TEST_CASE("clear", "[erase]", All) {
    TestType c;
    c.clear();
    c.insert(value<TestType>(1));
    c.clear();
    c.clear();
    CHECK(c.empty());
    c.insert(value<TestType>(2));
    CHECK(keys(c) == Keys{2});
}

#if __cplusplus > 201703L
TEMPLATE_LIST_TEST_CASE("erase_if", "[erase]", All) {
    auto c = filled<TestType>({1, 2, 3, 4});
    const auto even = [](const auto& element) { return key_of(element) % 2 == 0; };
    CHECK(std::erase_if(c, even) == 2);
    CHECK(keys(c) == Keys{1, 3});
    CHECK(erase_if(c, even) == 0);
    CHECK(mapcheck::erase_if(c, [&](const auto& element) { return c.count(key_of(element)) == 1; }) == 2);
    CHECK(c.empty());
}
#endif

TEMPLATE_TEST_CASE("erase(iterator) is not ambiguous with a key that takes anything", "[erase]",
                   (mapcheck::map<std::function<void()>*, int>), (mapcheck::set<const void*>)) {
    TestType c;
    auto it = c.begin();
    c.erase(it, c.end());
    CHECK(c.empty());
}

#ifdef MAPCHECK // the standard containers may break on it: unlinked first, destroyed later is ours
namespace {

/// On destruction touches the container it was in.
template <class Container>
struct Touching {
    Container* home = nullptr;
    int victim = 0;
    Touching() = default;
    Touching(Container* c, int v) : home(c), victim(v) {
        if (home != nullptr) home->find(victim);
    }
    Touching(Touching&& other) noexcept : home(std::exchange(other.home, nullptr)), victim(other.victim) {}
    Touching& operator=(Touching&& other) noexcept {
        std::swap(home, other.home);
        std::swap(victim, other.victim);
        return *this;
    }
    ~Touching() {
        if (home != nullptr) home->erase(victim);
    }
};
struct OrderedHome {
    mapcheck::map<int, Touching<OrderedHome>> m;
    auto find(int key) { return m.find(key); }
    auto erase(int key) { return m.erase(key); }
};
struct CallsBack {
    std::size_t operator()(int key) const { return static_cast<std::size_t>(key); }
};
struct UnorderedHome {
    mapcheck::unordered_map<int, Touching<UnorderedHome>, CallsBack> m;
    auto find(int key) { return m.find(key); }
    auto erase(int key) { return m.erase(key); }
};

} // namespace

TEMPLATE_TEST_CASE("element code may use the container from its own erase and emplace", "[erase]", OrderedHome,
                   UnorderedHome) {
    TestType home;
    home.m.try_emplace(1);
    home.m.try_emplace(2, &home, 1);
    home.m.emplace(3, Touching<TestType>(&home, 4));
    CHECK(home.m.size() == 3);
    home.m.erase(2); // its destructor erases 1
    CHECK(home.m.size() == 1);
    home.m[4];
    home.m.erase(home.m.find(3)); // its destructor erases 4
    CHECK(home.m.empty());
    home.m.try_emplace(5, &home, 6);
    home.m.insert_or_assign(5, Touching<TestType>()); // the old value's destructor erases 6
    CHECK(home.m.size() == 1);
    home.m.try_emplace(7, &home, 99);
    home.m.erase(home.m.begin(), home.m.end());
    CHECK(home.m.empty());
}
#endif
