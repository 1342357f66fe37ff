// Insertion: insert in all its forms, emplace, try_emplace, insert_or_assign, operator[].

#include <memory>
#include <string>

#include "containers.h"

TEMPLATE_LIST_TEST_CASE("insert into unique containers", "[insert]", Unique) {
    TestType c;
    const auto one = value<TestType>(1);
    auto [first, inserted] = c.insert(one);
    CHECK(inserted);
    CHECK(key_of(*first) == 1);
    auto [again, twice] = c.insert(value<TestType>(1));
    CHECK_FALSE(twice);
    CHECK(again == first);
    CHECK(c.size() == 1);
    auto [emplaced, third] = c.emplace(value<TestType>(2));
    CHECK(third);
    CHECK(key_of(*emplaced) == 2);
    CHECK_FALSE(c.emplace(value<TestType>(2)).second);
}

TEMPLATE_LIST_TEST_CASE("insert into multi containers", "[insert]", Multi) {
    TestType c;
    const auto one = value<TestType>(1);
    auto first = c.insert(one);
    CHECK(key_of(*first) == 1);
    auto again = c.insert(value<TestType>(1));
    CHECK(again != first);
    auto third = c.emplace(value<TestType>(1));
    CHECK(key_of(*third) == 1);
    CHECK(c.count(1) == 3);
}

TEMPLATE_LIST_TEST_CASE("insert with a hint, a range, a list", "[insert]", All) {
    TestType c;
    const auto one = value<TestType>(1);
    auto it = c.insert(c.end(), one);
    CHECK(key_of(*it) == 1);
    it = c.insert(c.cbegin(), value<TestType>(2));
    CHECK(key_of(*it) == 2);
    it = c.emplace_hint(it, value<TestType>(3));
    CHECK(key_of(*it) == 3);
    it = c.emplace_hint(c.end(), value<TestType>(4));
    CHECK(key_of(*it) == 4);
    const std::vector<typename TestType::value_type> more{value<TestType>(5), value<TestType>(6)};
    c.insert(more.begin(), more.end());
    c.insert({value<TestType>(7), value<TestType>(8)});
    const auto source = filled<TestType>({9});
    c.insert(source.begin(), source.end());
    CHECK(keys(c) == Keys{1, 2, 3, 4, 5, 6, 7, 8, 9});
}

TEMPLATE_LIST_TEST_CASE("insert of what converts to an element", "[insert]", Maps) {
    TestType c;
    const std::pair<short, short> narrow(1, 10);
    CHECK(position(c.insert(narrow))->second == 10);
    CHECK(position(c.insert(std::make_pair(2, 20)))->second == 20);
    CHECK(c.insert(c.end(), std::make_pair(3, 30))->second == 30);
    CHECK(position(c.insert({4, 40}))->second == 40);
    CHECK(position(c.emplace(std::piecewise_construct, std::forward_as_tuple(5), std::forward_as_tuple(50)))->second ==
          50);
    CHECK(keys(c) == Keys{1, 2, 3, 4, 5});
}

TEMPLATE_LIST_TEST_CASE("operator[] and at", "[insert]", UniqueMaps) {
    TestType c;
    const int key = 1;
    CHECK(c[key] == 0);
    c[key] = 10;
    c[2] = 20;
    CHECK(c.at(1) == 10);
    c.at(2) += 1;
    CHECK(std::as_const(c).at(2) == 21);
    CHECK(c.size() == 2);
    CHECK_THROWS_AS(c.at(3), std::out_of_range);
    CHECK_THROWS_AS(std::as_const(c).at(3), std::out_of_range);
    CHECK(c.size() == 2);
}

TEMPLATE_LIST_TEST_CASE("try_emplace and insert_or_assign", "[insert]", UniqueMaps) {
    TestType c;
    const int one = 1;
    auto [first, inserted] = c.try_emplace(one, 10);
    CHECK(inserted);
    CHECK(first->second == 10);
    CHECK_FALSE(c.try_emplace(1, 11).second);
    CHECK(c.try_emplace(2, 20).second);
    CHECK(c.try_emplace(c.end(), 3, 30)->second == 30);
    const int four = 4;
    CHECK(c.try_emplace(c.begin(), four, 40)->second == 40);

    CHECK_FALSE(c.insert_or_assign(one, 12).second);
    CHECK(c.at(1) == 12);
    auto [five, fresh] = c.insert_or_assign(5, 50);
    CHECK(fresh);
    CHECK(five->second == 50);
    CHECK(c.insert_or_assign(c.end(), 5, 51)->second == 51);
    const int six = 6;
    CHECK(c.insert_or_assign(c.end(), six, 60)->second == 60);
    CHECK(keys(c) == Keys{1, 2, 3, 4, 5, 6});
}

TEMPLATE_TEST_CASE("move-only mapped values", "[insert]", (mapcheck::map<std::string, std::unique_ptr<int>>),
                   (mapcheck::unordered_map<std::string, std::unique_ptr<int>>)) {
    TestType c;
    c["a"] = std::make_unique<int>(1);
    c.emplace("b", std::make_unique<int>(2));
    auto spare = std::make_unique<int>(3);
    CHECK_FALSE(c.try_emplace("a", std::move(spare)).second);
    REQUIRE(spare); // not moved from: the key was there
    CHECK(c.insert_or_assign("a", std::move(spare)).second == false);
    CHECK(*c.at("a") == 3);
    c.insert(std::make_pair(std::string("c"), std::make_unique<int>(4)));
    TestType moved(std::move(c));
    CHECK(moved.size() == 3);
    CHECK(moved.erase("b") == 1);
    auto it = moved.find("a");
    it = moved.erase(it);
    CHECK(moved.size() == 1);
}

namespace {
/// Neither copied nor moved, no default constructor.
struct Fixed {
    int a, b;
    Fixed(int x, int y) : a(x), b(y) {}
    Fixed(const Fixed&) = delete;
    Fixed& operator=(const Fixed&) = delete;
};
} // namespace

TEMPLATE_TEST_CASE("elements that are built in place", "[insert]", (mapcheck::map<int, Fixed>),
                   (mapcheck::unordered_map<int, Fixed>)) {
    TestType c;
    CHECK(c.try_emplace(1, 2, 3).second);
    CHECK_FALSE(c.try_emplace(1, 4, 5).second);
    CHECK(c.emplace(std::piecewise_construct, std::forward_as_tuple(2), std::forward_as_tuple(6, 7)).second);
    CHECK(c.at(1).b == 3);
    CHECK(c.find(2)->second.a == 6);
    CHECK(c.erase(1) == 1);
    c.clear();
    CHECK(c.empty());
}
