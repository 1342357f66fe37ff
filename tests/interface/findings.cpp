// That the wrapper tells the detector: each wrong use is counted, each right one beside it is not. The
// wrong uses here do no harm (the elements live on, in a node handle or another container).

#include <functional>
#include <iterator>

#include "containers.h"

namespace {

/// The findings that a piece of code makes.
template <class F>
std::size_t findings(F code) {
    const std::size_t before = mapcheck_findings();
    code();
    return mapcheck_findings() - before;
}

} // namespace

TEMPLATE_LIST_TEST_CASE("use of an extracted element's iterator", "[findings]", All) {
    auto c = filled<TestType>({1, 2, 3});
    auto dead = c.find(2);
    auto alive = c.find(1);
    auto node = c.extract(2);
    CHECK(findings([&] { CHECK(key_of(*alive) == 1); }) == 0);
    CHECK(findings([&] { CHECK(key_of(*dead) == 2); }) == 1);
    CHECK(findings([&] { dead = c.begin(), (void)*dead; }) == 0);
}

TEMPLATE_LIST_TEST_CASE("use of an iterator after a rehash", "[findings]", Unordered) {
    auto c = filled<TestType>({1, 2, 3});
    auto dead = c.find(2);
    auto local = c.begin(c.bucket(1));
    const auto& reference = *dead;
    c.rehash(1000);
    CHECK(findings([&] { CHECK(key_of(reference) == 2); }) == 0);
    CHECK(findings([&] { CHECK(key_of(*dead) == 2); }) == 1);
    CHECK(findings([&] { ++dead; }) == 1);
    CHECK(findings([&] { (void)*local; }) == 1);
    CHECK(findings([&] { (void)*c.begin(); }) == 0);
}

TEST_CASE("operator[] and reserve rehash too", "[findings]") {
    mapcheck::unordered_map<int, int> m;
    m[0] = 0;
    const auto it = m.begin();
    const auto buckets = m.bucket_count();
    for (int i = 1; m.bucket_count() == buckets; ++i) m[i] = i;
    CHECK(findings([&] { (void)*it; }) == 1);
    const auto again = m.begin();
    m.reserve(10000);
    CHECK(findings([&] { (void)*again; }) == 1);
}

TEMPLATE_LIST_TEST_CASE("iterators of two maps", "[findings]", Ordered) {
    const auto a = filled<TestType>({1});
    const auto b = filled<TestType>({1});
    CHECK(findings([&] { (void)(a.begin() == a.end()); }) == 0);
    CHECK(findings([&] { (void)(a.end() == b.end()); }) == 1);
}

// Below, only a reference is made from the wrong iterator, nothing is read through it.

TEMPLATE_LIST_TEST_CASE("use of an iterator after clear, assignment, destruction", "[findings]", All) {
    auto c = filled<TestType>({1, 2, 3});
    auto it = c.begin();
    c.clear();
    CHECK(findings([&] { (void)*it; }) == 1);
    c = filled<TestType>({1});
    it = c.begin();
    c = filled<TestType>({2});
    CHECK(findings([&] { (void)*it; }) == 1);
    it = c.begin();
    c = {value<TestType>(3)};
    CHECK(findings([&] { (void)*it; }) == 1);
    {
        const auto dying = filled<TestType>({1});
        it = TestType(dying).begin();
    }
    CHECK(findings([&] { (void)*it; }) == 1);
}

TEMPLATE_LIST_TEST_CASE("use of an erased element's iterator", "[findings]", All) {
    auto c = filled<TestType>({1, 2, 3, 4});
    auto by_key = c.find(1), by_iterator = c.find(2), by_range = c.find(3), alive = c.find(4);
    c.erase(1);
    c.erase(by_iterator);
    c.erase(c.find(3), std::next(c.find(3)));
    CHECK(findings([&] { (void)*by_key; }) == 1);
    CHECK(findings([&] { (void)*by_iterator; }) == 1);
    if (c.find(3) == c.end()) CHECK(findings([&] { (void)*by_range; }) == 1);
    CHECK(findings([&] { (void)*alive; }) == 0);
}

TEMPLATE_LIST_TEST_CASE("use of end()", "[findings]", All) {
    auto c = filled<TestType>({1});
    CHECK(findings([&] { (void)*c.end(); }) == 1);
    CHECK(findings([&] { (void)*c.find(9); }) == 1);
}

TEMPLATE_LIST_TEST_CASE("swap and move carry stamps and names", "[findings]", All) {
    auto a = filled<TestType>({1, 2});
    auto b = filled<TestType>({3, 4});
    mapcheck_name(a, "a");
    auto in_a = a.find(1), in_b = b.find(3);
    a.swap(b);
    CHECK(findings([&] { (void)*in_a, (void)*in_b; }) == 0);
    b.erase(1);
    CHECK(findings([&] { (void)*in_a; }) == 1);
    TestType c(std::move(a));
    CHECK(findings([&] { (void)*in_b; }) == 0);
    c.erase(3);
    CHECK(findings([&] { (void)*in_b; }) == 1);
}

TEST_CASE("merge: transferred elements", "[findings]") {
    auto a = filled<mapcheck::set<int>>({1}), b = filled<mapcheck::set<int>>({2});
    auto two = b.find(2);
    a.merge(b);
    CHECK(findings([&] { (void)*two, ++two; }) == 0);
    auto c = filled<mapcheck::unordered_set<int>>({1}), d = filled<mapcheck::unordered_set<int>>({1, 2});
    auto moved = d.find(2), stayed = d.find(1);
    c.merge(d);
    CHECK(findings([&] { (void)*stayed; }) == 0);
    CHECK(findings([&] { (void)*moved; }) == 1);
}

TEST_CASE("a comparator that writes", "[findings]") {
    bool writes = false;
    mapcheck::map<int, int, std::function<bool(int, int)>> writer([&](int a, int b) {
        if (writes) {
            writes = false;
            writer.erase(99); // not there: harms nothing
        }
        return a < b;
    });
    writer[1] = 1;
    writes = true;
    CHECK(findings([&] { writer.emplace(2, 2); }) == 1);
    CHECK(writer.size() == 2);
}

TEST_CASE("an ignore scope and base() are not watched", "[findings]") {
    auto s = filled<mapcheck::set<int>>({1, 2});
    auto it = s.find(1);
    auto node = s.extract(1);
    {
        const mapcheck::ignore_scope scope;
        CHECK(findings([&] { (void)*it; }) == 0);
    }
    CHECK(findings([&] { (void)*mapcheck::base(it); }) == 0);
    CHECK(findings([&] { (void)*it; }) == 1);
}
