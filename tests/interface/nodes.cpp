// Node handles, merge, and the arithmetic from a value to its node.

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

#include "containers.h"

TEMPLATE_LIST_TEST_CASE("extract and insert again", "[nodes]", All) {
    auto c = filled<TestType>({1, 2, 3});
    TestType d;
    auto by_key = c.extract(2);
    REQUIRE(by_key);
    CHECK(c.extract(2).empty());
    const auto* element = [&] {
        if constexpr (is_map<TestType>) {
            by_key.key() = 20;
            return &by_key.mapped();
        } else {
            by_key.value() = 20;
            return &by_key.value();
        }
    }();
    auto result = d.insert(std::move(by_key));
    (void)result;
    CHECK(keys(d) == Keys{20});
    if constexpr (is_map<TestType>)
        CHECK(&d.begin()->second == element);
    else
        CHECK(&*d.begin() == element);
    auto by_position = c.extract(c.find(1));
    CHECK(key_of(*d.insert(d.end(), std::move(by_position))) == 1);
    auto by_const_position = c.extract(c.cbegin());
    CHECK(c.empty());
    c.insert(std::move(by_const_position));
    CHECK(keys(c) == Keys{3});
    typename TestType::node_type nothing;
    c.insert(std::move(nothing));
    CHECK(c.size() == 1);
}

TEMPLATE_LIST_TEST_CASE("insert_return_type", "[nodes]", Unique) {
    auto c = filled<TestType>({1});
    auto d = filled<TestType>({1, 2});
    typename TestType::insert_return_type refused = c.insert(d.extract(1));
    CHECK_FALSE(refused.inserted);
    CHECK(refused.position == c.begin());
    CHECK_FALSE(refused.node.empty());
    auto [position, inserted, node] = c.insert(d.extract(2));
    CHECK(inserted);
    CHECK(key_of(*position) == 2);
    CHECK(node.empty());
    auto none = c.insert(typename TestType::node_type());
    CHECK_FALSE(none.inserted);
    CHECK(none.position == c.end());
}

TEMPLATE_LIST_TEST_CASE("merge of one kind", "[nodes]", All) {
    auto a = filled<TestType>({1, 3});
    auto b = filled<TestType>({2, 3, 4});
    a.merge(b);
    if constexpr (std::is_same_v<decltype(a.insert(value<TestType>(1))), typename TestType::iterator>) {
        CHECK(keys(a) == Keys{1, 2, 3, 3, 4});
        CHECK(b.empty());
    } else {
        CHECK(keys(a) == Keys{1, 2, 3, 4});
        CHECK(keys(b) == Keys{3});
    }
#ifdef MAPCHECK // with itself: nothing; the standard containers may hang
    a.merge(a);
#endif
    a.merge(filled<TestType>({9}));
    CHECK(a.count(9) == 1);
    TestType never_filled;
    a.merge(never_filled);
    never_filled.merge(a);
    CHECK(a.empty());
}

TEST_CASE("merge: iterators of ordered containers follow", "[nodes]") {
    auto a = filled<mapcheck::map<int, long>>({1, 5});
    auto b = filled<mapcheck::map<int, long>>({3, 5});
    auto three = b.find(3);
    auto five = b.find(5);
    a.merge(b);
    CHECK(three->second == 30);
    CHECK(std::next(three)->first == 5);
    CHECK(a.erase(three)->first == 5);
    CHECK(b.erase(five) == b.end());
}

TEST_CASE("merge of compatible kinds", "[nodes]") {
    auto m = filled<mapcheck::map<int, long>>({1});
    auto mm = filled<mapcheck::multimap<int, long>>({1, 1, 2});
    m.merge(mm);
    CHECK(keys(m) == Keys{1, 2});
    CHECK(keys(mm) == Keys{1, 1});
    mm.merge(std::move(m));
    CHECK(keys(mm) == Keys{1, 1, 1, 2});
    mapcheck::map<int, long, std::greater<int>> reversed;
    reversed.merge(mm);
    CHECK(keys(reversed) == Keys{1, 2});
    auto s = filled<mapcheck::set<int>>({1});
    auto ms = filled<mapcheck::multiset<int>>({1, 2});
    s.merge(ms);
    CHECK(keys(s) == Keys{1, 2});
    auto us = filled<mapcheck::unordered_set<int>>({1});
    auto ums = filled<mapcheck::unordered_multiset<int>>({1, 2});
    us.merge(ums);
    ums.merge(us);
    CHECK(keys(ums) == Keys{1, 1, 2});
    auto um = filled<mapcheck::unordered_map<int, long>>({1});
    auto umm = filled<mapcheck::unordered_multimap<int, long>>({2});
    um.merge(umm);
    CHECK(keys(um) == Keys{1, 2});
    // Nodes of both kinds are one type.
    mm.insert(reversed.extract(1));
    CHECK(mm.count(1) == 3);
}

#if defined(_LIBCPP_VERSION) // libstdc++ declares it noexcept
TEST_CASE("merge with a comparator that throws half way", "[nodes]") {
    struct Throwing {
        int* left;
        bool operator()(int a, int b) const {
            if (*left >= 0 && (*left)-- == 0) throw 1;
            return a < b;
        }
    };
    int never = -1, later = -1;
    mapcheck::set<int, Throwing> to{Throwing{&later}};
    mapcheck::set<int, Throwing> from{Throwing{&never}};
    for (int i = 0; i < 10; ++i) from.insert(i);
    later = 12;
    CHECK_THROWS_AS(to.merge(from), int);
    later = -1;
    CHECK(to.size() + from.size() == 10);
    to.merge(from);
    CHECK(to.size() == 10);
}
#endif

#ifdef MAPCHECK
namespace {
template <std::size_t Alignment, std::size_t Size>
struct alignas(Alignment) Block {
    unsigned char bytes[Size < Alignment ? Alignment : Size] = {};
    friend bool operator<(const Block& a, const Block& b) { return a.bytes[0] < b.bytes[0]; }
    friend bool operator==(const Block& a, const Block& b) { return a.bytes[0] == b.bytes[0]; }
};
struct BlockHash {
    template <class T>
    std::size_t operator()(const T& block) const {
        return block.bytes[0];
    }
};

/// The node that an iterator holds is the node that is computed from the element.
template <class C>
void check_arithmetic() {
    using Base = typename C::base_type;
    C c;
    c.emplace();
    const void* node = c.begin().node();
    auto handle = c.extract(c.begin());
    CHECK(mapcheck::detail::library::node_in<Base>(handle) == node);
}
template <class K>
void check_all() {
    check_arithmetic<mapcheck::set<K>>();
    check_arithmetic<mapcheck::multiset<K>>();
    check_arithmetic<mapcheck::map<K, char>>();
    check_arithmetic<mapcheck::map<char, K>>();
    check_arithmetic<mapcheck::unordered_set<K, BlockHash>>();
    check_arithmetic<mapcheck::unordered_map<K, char, BlockHash>>();
    check_arithmetic<mapcheck::unordered_multimap<int, K>>();
}
} // namespace

TEST_CASE("from a value to its node, for many alignments", "[nodes]") {
    check_all<Block<1, 1>>();
    check_all<Block<1, 3>>();
    check_all<Block<2, 2>>();
    check_all<Block<4, 4>>();
    check_all<Block<4, 12>>();
    check_all<Block<8, 8>>();
    check_all<Block<16, 16>>();
    check_all<Block<32, 32>>();
    check_all<Block<64, 64>>();
    check_all<Block<128, 256>>();
    check_arithmetic<mapcheck::map<std::string, std::string>>();
    check_arithmetic<mapcheck::unordered_map<std::string, std::string>>();
    check_arithmetic<mapcheck::unordered_set<std::string>>();
    check_arithmetic<mapcheck::set<std::string>>();
    check_arithmetic<mapcheck::set<bool>>();
}
#endif
