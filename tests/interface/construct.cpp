// Constructors, assignment, swap, allocators.

#include <functional>
#include <memory>
#include <string>
#include <type_traits>

#include "containers.h"

#if __has_include(<memory_resource>)
#include <memory_resource>
#endif

namespace {

/// Allocator with an identity; Propagates: all three propagation traits.
template <class T, bool Propagates>
struct Tagged {
    using value_type = T;
    using propagate_on_container_copy_assignment = std::bool_constant<Propagates>;
    using propagate_on_container_move_assignment = std::bool_constant<Propagates>;
    using propagate_on_container_swap = std::bool_constant<Propagates>;
    using is_always_equal = std::false_type;
    template <class U>
    struct rebind {
        using other = Tagged<U, Propagates>;
    };
    int tag;
    explicit Tagged(int t) : tag(t) {}
    template <class U>
    Tagged(const Tagged<U, Propagates>& other) : tag(other.tag) {}
    T* allocate(std::size_t n) { return std::allocator<T>().allocate(n); }
    void deallocate(T* p, std::size_t n) { std::allocator<T>().deallocate(p, n); }
    friend bool operator==(const Tagged& a, const Tagged& b) { return a.tag == b.tag; }
    friend bool operator!=(const Tagged& a, const Tagged& b) { return a.tag != b.tag; }
};

template <bool P>
using MapOf = mapcheck::map<int, std::string, std::less<int>, Tagged<std::pair<const int, std::string>, P>>;
template <bool P>
using HashOf = mapcheck::unordered_map<int, std::string, std::hash<int>, std::equal_to<int>,
                                       Tagged<std::pair<const int, std::string>, P>>;

} // namespace

TEMPLATE_LIST_TEST_CASE("default construction and destruction", "[construct]", All) {
    const TestType c{};
    CHECK(c.empty());
    CHECK(c.size() == 0);
    CHECK(c.begin() == c.end());
    CHECK(c.max_size() > 1000);
}

TEMPLATE_LIST_TEST_CASE("construction from a range and a list", "[construct]", All) {
    const std::vector<typename TestType::value_type> source{value<TestType>(3), value<TestType>(1), value<TestType>(2)};
    const TestType range(source.begin(), source.end());
    CHECK(keys(range) == Keys{1, 2, 3});
    const TestType list{value<TestType>(3), value<TestType>(1), value<TestType>(2)};
    CHECK(list == range);
    const TestType of_checked(range.begin(), range.end());
    CHECK(of_checked == range);
}

TEMPLATE_LIST_TEST_CASE("construction with a comparator", "[construct]", Ordered) {
    const typename TestType::key_compare compare{};
    const typename TestType::allocator_type allocator{};
    TestType a(compare), b(compare, allocator), c(allocator);
    TestType d({value<TestType>(1)}, compare, allocator), e({value<TestType>(1)}, allocator);
    const auto f = filled<TestType>({1});
    TestType g(f.begin(), f.end(), compare, allocator), h(f.begin(), f.end(), compare);
    CHECK(a.empty());
    CHECK(b.empty());
    CHECK(c.empty());
    CHECK(d == e);
    CHECK(g == h);
    CHECK(d == g);
    const TestType i(f.begin(), f.end(), allocator);
    CHECK(i == f);
}

TEMPLATE_LIST_TEST_CASE("construction with a hash", "[construct]", Unordered) {
    const typename TestType::hasher hash{};
    const typename TestType::key_equal equal{};
    const typename TestType::allocator_type allocator{};
    TestType a(50), b(50, hash), c(50, hash, equal), d(50, hash, equal, allocator), e(50, allocator),
        f(50, hash, allocator), g(allocator);
    CHECK(a.bucket_count() >= 50);
    CHECK(d.bucket_count() >= 50);
    CHECK(b.empty());
    CHECK(c.empty());
    CHECK(e.empty());
    CHECK(f.empty());
    CHECK(g.empty());
    const std::initializer_list<typename TestType::value_type> list = {value<TestType>(1)};
    const TestType source(list);
    TestType h(list, 50), i(list, 50, hash), j(list, 50, hash, equal, allocator), k(list, 50, allocator),
        l(list, 50, hash, allocator);
    TestType m(source.begin(), source.end(), 50), n(source.begin(), source.end(), 50, hash),
        o(source.begin(), source.end(), 50, hash, equal, allocator), p(source.begin(), source.end(), 50, allocator),
        q(source.begin(), source.end(), 50, hash, allocator);
    for (const TestType* each : {&h, &i, &j, &k, &l, &m, &n, &o, &p, &q}) CHECK(*each == source);
}

TEMPLATE_LIST_TEST_CASE("copy", "[construct]", All) {
    const auto source = filled<TestType>({1, 2, 3});
    TestType copy(source);
    CHECK(copy == source);
    copy.insert(value<TestType>(4));
    CHECK(copy != source);
    TestType assigned;
    assigned.insert(value<TestType>(9));
    assigned = source;
    CHECK(assigned == source);
    TestType& same = assigned;
    assigned = same;
    CHECK(assigned == source);
    const TestType with(source, source.get_allocator());
    CHECK(with == source);
}

TEMPLATE_LIST_TEST_CASE("move: iterators follow the elements", "[construct]", All) {
    auto source = filled<TestType>({1, 2, 3});
    auto two = source.find(2);
    TestType moved(std::move(source));
    CHECK(keys(moved) == Keys{1, 2, 3});
    CHECK(key_of(*two) == 2);
    two = moved.erase(two);
    CHECK(keys(moved) == Keys{1, 3});
    source = filled<TestType>({7}); // usable after the move
    CHECK(keys(source) == Keys{7});

    auto one = moved.find(1);
    TestType target = filled<TestType>({8, 9});
    target = std::move(moved);
    CHECK(key_of(*one) == 1);
    target.erase(one);
    CHECK(keys(target) == Keys{3});
    TestType with(std::move(target), typename TestType::allocator_type());
    CHECK(keys(with) == Keys{3});
    with = TestType();
    CHECK(with.empty());
    with.insert(value<TestType>(5));
    CHECK(keys(with) == Keys{5});
}

TEMPLATE_LIST_TEST_CASE("list assignment", "[construct]", All) {
    auto c = filled<TestType>({1, 2});
    TestType& result = (c = {value<TestType>(3), value<TestType>(4)});
    CHECK(&result == &c);
    CHECK(keys(c) == Keys{3, 4});
    c = {};
    CHECK(c.empty());
}

TEMPLATE_LIST_TEST_CASE("swap: iterators follow the elements", "[construct]", All) {
    auto a = filled<TestType>({1, 2});
    auto b = filled<TestType>({3});
    auto one = a.find(1);
    auto three = b.find(3);
    a.swap(b);
    CHECK(keys(a) == Keys{3});
    CHECK(keys(b) == Keys{1, 2});
    CHECK(key_of(*one) == 1);
    b.erase(one);
    a.erase(three);
    swap(a, b);
    CHECK(keys(a) == Keys{2});
    std::swap(a, b);
    CHECK(keys(b) == Keys{2});
    using std::swap;
    swap(a, b);
    CHECK(keys(a) == Keys{2});
    TestType never_filled, neither;
    never_filled.swap(neither);
    never_filled.swap(a);
    CHECK(keys(never_filled) == Keys{2});
}

TEMPLATE_TEST_CASE("stateful allocators", "[construct]", MapOf<true>, MapOf<false>, HashOf<true>, HashOf<false>) {
    using Allocator = typename TestType::allocator_type;
    constexpr bool propagates = Allocator::propagate_on_container_move_assignment::value;
    const Allocator first(1), second(2);
    TestType a(first), b(second);
    a.emplace(1, "one");
    b.emplace(2, "two");

    SECTION("copy") {
        TestType copy(a, second);
        CHECK(copy.get_allocator().tag == 2);
        b = a;
        CHECK(b.get_allocator().tag == (propagates ? 1 : 2));
        CHECK(b == a);
    }
    SECTION("move construction with another allocator moves element by element") {
        TestType other(std::move(a), second);
        CHECK(other.get_allocator().tag == 2);
        CHECK(other.at(1) == "one");
        TestType same(std::move(other), second);
        CHECK(same.at(1) == "one");
    }
    SECTION("move assignment steals, or moves element by element") {
        const auto* element = &*a.find(1);
        b = std::move(a);
        CHECK(b.at(1) == "one");
        CHECK((&*b.find(1) == element) == propagates);
        CHECK(b.get_allocator().tag == (propagates ? 1 : 2));
    }
    SECTION("swap") {
        TestType c(propagates ? second : first);
        c.emplace(3, "three");
        auto one = a.find(1);
        a.swap(c);
        CHECK(one->second == "one");
        CHECK(c.erase(one) == c.end());
        CHECK(a.at(3) == "three");
    }
}

#if defined(__cpp_lib_memory_resource)
TEST_CASE("pmr", "[construct]") {
    std::pmr::monotonic_buffer_resource arena;
    mapcheck::pmr::map<int, std::pmr::string> m(&arena);
    mapcheck::pmr::unordered_map<int, std::pmr::string> u(&arena);
    mapcheck::pmr::set<int> s({1, 2}, &arena);
    mapcheck::pmr::unordered_multiset<int> us(&arena);
    m[1] = "a string that is too long for the small string optimisation";
    CHECK(m.at(1).get_allocator().resource() == &arena);
    u.try_emplace(1, "x");
    us.insert(1);
    mapcheck::pmr::map<int, std::pmr::string> elsewhere(m);
    CHECK(elsewhere.get_allocator().resource() == std::pmr::get_default_resource());
    elsewhere = std::move(m);
    CHECK(elsewhere.size() == 1);
    // A container of checked containers hands its resource on.
    mapcheck::pmr::map<int, mapcheck::pmr::set<int>> nested(&arena);
    nested[1].insert(2);
    CHECK(nested.at(1).get_allocator().resource() == &arena);
}
#endif
