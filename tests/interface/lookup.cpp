// Look-up, also by other types than the key; buckets and the hash policy; observers.

#include <functional>
#include <string>
#include <string_view>

#include "containers.h"

TEMPLATE_LIST_TEST_CASE("find, count, equal_range", "[lookup]", All) {
    auto c = filled<TestType>({1, 2, 3});
    const auto& constant = c;
    CHECK(key_of(*c.find(2)) == 2);
    CHECK(key_of(*constant.find(2)) == 2);
    CHECK(c.find(9) == c.end());
    CHECK(constant.find(9) == constant.end());
    CHECK(c.count(1) == 1);
    CHECK(c.count(9) == 0);
    auto [first, last] = c.equal_range(2);
    CHECK(std::distance(first, last) == 1);
    auto [cfirst, clast] = constant.equal_range(9);
    CHECK(cfirst == clast);
#if __cplusplus > 201703L
    CHECK(c.contains(1));
    CHECK_FALSE(constant.contains(9));
#endif
}

TEMPLATE_LIST_TEST_CASE("equal_range of equal keys", "[lookup]", Multi) {
    auto c = filled<TestType>({1, 2, 2, 3});
    CHECK(c.count(2) == 2);
    auto [first, last] = c.equal_range(2);
    CHECK(std::distance(first, last) == 2);
    for (; first != last; ++first) CHECK(key_of(*first) == 2);
}

TEMPLATE_LIST_TEST_CASE("bounds", "[lookup]", Ordered) {
    auto c = filled<TestType>({1, 3, 5});
    const auto& constant = c;
    CHECK(key_of(*c.lower_bound(3)) == 3);
    CHECK(key_of(*c.lower_bound(2)) == 3);
    CHECK(c.lower_bound(6) == c.end());
    CHECK(key_of(*c.upper_bound(3)) == 5);
    CHECK(key_of(*constant.lower_bound(1)) == 1);
    CHECK(constant.upper_bound(5) == constant.end());
    int steps = 0;
    for (auto it = c.lower_bound(2); it != c.upper_bound(5); ++it) ++steps;
    CHECK(steps == 2);
}

TEMPLATE_LIST_TEST_CASE("observers", "[lookup]", Ordered) {
    const auto c = filled<TestType>({1, 2});
    CHECK(c.key_comp()(1, 2));
    CHECK(c.value_comp()(*c.begin(), *std::next(c.begin())));
}

TEMPLATE_LIST_TEST_CASE("hash policy", "[lookup]", Unordered) {
    auto c = filled<TestType>({1, 2, 3});
    CHECK(c.hash_function()(1) == std::hash<int>()(1));
    CHECK(c.key_eq()(1, 1));
    CHECK(c.load_factor() <= c.max_load_factor());
    CHECK(c.max_bucket_count() >= c.bucket_count());
    c.rehash(100);
    CHECK(c.bucket_count() >= 100);
    c.max_load_factor(0.5F);
    CHECK(c.max_load_factor() == 0.5F);
    c.reserve(200);
    CHECK(c.bucket_count() >= 400);
    c.max_load_factor(1);
    CHECK(c.bucket(1) < c.bucket_count());
    CHECK(c.bucket_size(c.bucket(1)) >= 1);
    // References live through a rehash.
    const auto& element = *c.find(1);
    c.rehash(1000);
    CHECK(key_of(element) == 1);
}

TEMPLATE_TEST_CASE("look-up by another type, ordered", "[lookup]", (mapcheck::set<std::string, std::less<>>),
                   (mapcheck::multiset<std::string, std::less<>>)) {
    TestType c{"a", "b"};
    const auto& constant = c;
    const std::string_view a = "a";
    CHECK(*c.find(a) == "a");
    CHECK(*constant.find(a) == "a");
    CHECK(c.count(a) == 1);
    CHECK(*c.lower_bound(a) == "a");
    CHECK(*constant.lower_bound(a) == "a");
    CHECK(*c.upper_bound(a) == "b");
    CHECK(*constant.upper_bound(a) == "b");
    CHECK(c.equal_range(a).first == c.begin());
    CHECK(constant.equal_range(a).first == constant.begin());
#if __cplusplus > 201703L
    CHECK(c.contains(a));
#endif
}

#if defined(__cpp_lib_generic_unordered_lookup)
namespace {
struct ViewHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};
} // namespace
TEMPLATE_TEST_CASE("look-up by another type, unordered", "[lookup]",
                   (mapcheck::unordered_set<std::string, ViewHash, std::equal_to<>>),
                   (mapcheck::unordered_multiset<std::string, ViewHash, std::equal_to<>>)) {
    TestType c{"a", "b"};
    const auto& constant = c;
    const std::string_view a = "a";
    CHECK(*c.find(a) == "a");
    CHECK(*constant.find(a) == "a");
    CHECK(c.count(a) == 1);
    CHECK(c.contains(a));
    CHECK(std::distance(c.equal_range(a).first, c.equal_range(a).second) == 1);
    CHECK(constant.equal_range(a).first != constant.end());
}
#endif

TEMPLATE_LIST_TEST_CASE("comparison", "[lookup]", All) {
    const auto a = filled<TestType>({1, 2});
    const auto b = filled<TestType>({1, 2});
    const auto c = filled<TestType>({1, 3});
    CHECK(a == b);
    CHECK_FALSE(a != b);
    CHECK(a != c);
}

TEMPLATE_LIST_TEST_CASE("lexicographic comparison", "[lookup]", Ordered) {
    const auto a = filled<TestType>({1, 2});
    const auto c = filled<TestType>({1, 3});
    CHECK(a < c);
    CHECK(a <= c);
    CHECK(c > a);
    CHECK(c >= a);
#if defined(__cpp_lib_three_way_comparison) && !defined(_LIBCPP_VERSION)
    const bool before = (a <=> c) < 0;
    CHECK(before);
#endif
}
