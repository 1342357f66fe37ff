// Iterators: steps in both directions, conversion, comparison, reverse and local ones, ranges.

#include <iterator>
#include <numeric>

#include "containers.h"

#if __cplusplus > 201703L && __has_include(<ranges>)
#include <ranges>
#endif

TEMPLATE_LIST_TEST_CASE("forward iteration", "[iterate]", All) {
    auto c = filled<TestType>({1, 2, 3});
    int sum = 0;
    for (auto it = c.begin(); it != c.end(); ++it) sum += key_of(*it);
    CHECK(sum == 6);
    for (const auto& element : std::as_const(c)) sum += key_of(element);
    CHECK(sum == 12);
    for (auto it = c.cbegin(); it != c.cend(); it++) sum += key_of(*it);
    CHECK(sum == 18);
    CHECK(std::distance(std::begin(c), std::end(c)) == 3);
    auto first = c.begin();
    auto old = first++;
    CHECK(old == c.begin());
    CHECK(first == std::next(c.begin()));
}

TEMPLATE_LIST_TEST_CASE("iterators are values", "[iterate]", All) {
    using iterator = typename TestType::iterator;
    using const_iterator = typename TestType::const_iterator;
    auto c = filled<TestType>({1, 2});
    iterator it = c.begin();
    const_iterator cit = it; // converts
    CHECK(it == cit);
    CHECK(cit == it);
    CHECK_FALSE(it != cit);
    cit = c.begin();
    cit = c.cend();
    CHECK(cit == c.end());
    CHECK(it != c.cend());
    iterator a{}, b{};
    CHECK(a == b);
    a = it;
    CHECK(a == it);
    const iterator fixed = it;
    CHECK(key_of(*fixed) == key_of(*it));
    std::swap(a, b);
    CHECK(b == it);
}

TEMPLATE_LIST_TEST_CASE("operator-> and structured bindings", "[iterate]", Maps) {
    auto c = filled<TestType>({1, 2});
    for (auto& [key, mapped] : c) {
        CHECK(mapped == 10 * key);
        mapped = key;
    }
    CHECK(c.begin()->second == c.begin()->first);
    CHECK(c.cbegin()->second == c.cbegin()->first);
}

TEMPLATE_LIST_TEST_CASE("backward iteration", "[iterate]", Ordered) {
    auto c = filled<TestType>({1, 2, 3});
    const auto& constant = c;
    auto it = c.end();
    CHECK(key_of(*--it) == 3);
    CHECK(key_of(*it--) == 3);
    CHECK(key_of(*it) == 2);
    CHECK(key_of(*std::prev(c.end())) == 3);
    Keys seen;
    for (auto r = c.rbegin(); r != c.rend(); ++r) seen.push_back(key_of(*r));
    for (auto r = constant.rbegin(); r != constant.rend(); ++r) seen.push_back(key_of(*r));
    for (auto r = c.crbegin(); r != c.crend(); ++r) seen.push_back(key_of(*r));
    CHECK(seen == Keys{3, 2, 1, 3, 2, 1, 3, 2, 1});
    CHECK(c.rbegin().base() == c.end());
}

TEMPLATE_LIST_TEST_CASE("an iteration survives changes elsewhere in the container", "[iterate]", Ordered) {
    auto c = filled<TestType>({1, 3, 5});
    for (auto it = c.begin(); it != c.end(); ++it) {
        if (key_of(*it) == 1) {
            c.insert(value<TestType>(4));
            c.erase(3);
        }
    }
    CHECK(keys(c) == Keys{1, 4, 5});
}

TEMPLATE_LIST_TEST_CASE("end() taken before the first insertion stays the end", "[iterate]", Ordered) {
    TestType c;
    const auto end = c.end();
    c.insert(value<TestType>(1));
    CHECK(std::next(c.begin()) == end);
    int steps = 0;
    for (auto it = c.begin(); it != end; ++it) ++steps;
    CHECK(steps == 1);
}

TEMPLATE_LIST_TEST_CASE("local iterators", "[iterate]", Unordered) {
    auto c = filled<TestType>({1, 2, 3});
    const auto& constant = c;
    Keys seen;
    for (std::size_t b = 0; b < c.bucket_count(); ++b) {
        for (auto it = c.begin(b); it != c.end(b); ++it) seen.push_back(key_of(*it));
        CHECK(static_cast<std::size_t>(std::distance(constant.begin(b), constant.end(b))) == c.bucket_size(b));
        CHECK(c.cbegin(b) == constant.begin(b));
        typename TestType::const_local_iterator converted = c.begin(b);
        CHECK(converted == c.cbegin(b));
        for (auto it = c.cbegin(b); it != c.cend(b); it++) CHECK(c.bucket(key_of(*it)) == b);
    }
    std::sort(seen.begin(), seen.end());
    CHECK(seen == Keys{1, 2, 3});
}

TEMPLATE_LIST_TEST_CASE("algorithms and insert iterators", "[iterate]", All) {
    auto c = filled<TestType>({1, 2, 3});
    TestType copy;
    std::copy(c.begin(), c.end(), std::inserter(copy, copy.end()));
    CHECK(copy == c);
    CHECK(std::count_if(c.begin(), c.end(), [](const auto& e) { return key_of(e) > 1; }) == 2);
    CHECK(std::find_if(c.begin(), c.end(), [](const auto& e) { return key_of(e) == 9; }) == c.end());
}

#if defined(__cpp_lib_ranges)
TEMPLATE_LIST_TEST_CASE("ranges", "[iterate]", All) {
    auto c = filled<TestType>({1, 2, 3});
    CHECK(std::ranges::distance(c) == 3);
    CHECK(std::ranges::size(c) == 3);
    CHECK_FALSE(std::ranges::empty(c));
    const auto big = [](const auto& element) { return key_of(element) > 1; };
    CHECK(std::ranges::count_if(c, big) == 2);
#if !defined(__clang__) || __clang_major__ > 15 // clang 14 cannot compile libstdc++'s views
    int sum = 0;
    for (const auto& element : c | std::views::filter(big)) sum += key_of(element);
    CHECK(sum == 5);
#endif
}
#endif
