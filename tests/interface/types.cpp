// Compile time: off, the names are std's; on, the types have std's properties. Deduction, incomplete
// types, template template arguments.

#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>

#include "containers.h"

#if __cplusplus > 201703L && __has_include(<ranges>)
#include <ranges>
#endif

namespace {

using Map = mapcheck::map<int, std::string>;
using Set = mapcheck::set<int>;
using Hash = mapcheck::unordered_map<int, std::string>;
using HashSet = mapcheck::unordered_set<int>;

#ifndef MAPCHECK
static_assert(std::is_same_v<mapcheck::map<int, int>, std::map<int, int>>);
static_assert(std::is_same_v<mapcheck::multimap<int, int>, std::multimap<int, int>>);
static_assert(std::is_same_v<mapcheck::set<int>, std::set<int>>);
static_assert(std::is_same_v<mapcheck::multiset<int>, std::multiset<int>>);
static_assert(std::is_same_v<mapcheck::unordered_map<int, int>, std::unordered_map<int, int>>);
static_assert(std::is_same_v<mapcheck::unordered_multimap<int, int>, std::unordered_multimap<int, int>>);
static_assert(std::is_same_v<mapcheck::unordered_set<int>, std::unordered_set<int>>);
static_assert(std::is_same_v<mapcheck::unordered_multiset<int>, std::unordered_multiset<int>>);
#if defined(__cpp_lib_memory_resource)
static_assert(std::is_same_v<mapcheck::pmr::map<int, int>, std::pmr::map<int, int>>);
static_assert(std::is_same_v<mapcheck::pmr::unordered_set<int>, std::pmr::unordered_set<int>>);
#endif
#else
static_assert(!std::is_same_v<mapcheck::map<int, int>, std::map<int, int>>);
static_assert(sizeof(Map::iterator) == 24 && sizeof(Map::const_iterator) == 24 && sizeof(Hash::iterator) == 24);
static_assert(std::is_trivially_copyable_v<Map::iterator> && std::is_trivially_copyable_v<HashSet::const_iterator>);
static_assert(sizeof(Map) == sizeof(std::map<int, std::string>) + 8);
#endif
static_assert(std::is_same_v<mapcheck::unchecked::map<int, int>, std::map<int, int>>);
static_assert(std::is_same_v<mapcheck::unchecked::multiset<int>, std::multiset<int>>);
static_assert(std::is_same_v<mapcheck::unchecked::unordered_map<int, int>, std::unordered_map<int, int>>);
static_assert(std::is_same_v<mapcheck::unchecked::unordered_multiset<int>, std::unordered_multiset<int>>);

/// Every property that generic code asks of a container is the standard container's.
template <class C, class S>
constexpr bool same_properties() {
    static_assert(std::is_same_v<typename C::key_type, typename S::key_type>);
    static_assert(std::is_same_v<typename C::value_type, typename S::value_type>);
    static_assert(std::is_same_v<typename C::size_type, typename S::size_type>);
    static_assert(std::is_same_v<typename C::difference_type, typename S::difference_type>);
    static_assert(std::is_same_v<typename C::allocator_type, typename S::allocator_type>);
    static_assert(std::is_same_v<typename C::reference, typename S::reference>);
    static_assert(std::is_same_v<typename C::const_reference, typename S::const_reference>);
    static_assert(std::is_same_v<typename C::pointer, typename S::pointer>);
    static_assert(std::is_same_v<typename C::node_type, typename S::node_type>);
    using I = typename C::iterator;
    using J = typename S::iterator;
    static_assert(std::is_same_v<typename std::iterator_traits<I>::iterator_category,
                                 typename std::iterator_traits<J>::iterator_category>);
    static_assert(
        std::is_same_v<typename std::iterator_traits<I>::reference, typename std::iterator_traits<J>::reference>);
    static_assert(std::is_same_v<typename std::iterator_traits<I>::pointer, typename std::iterator_traits<J>::pointer>);
    static_assert(std::is_same_v<I, typename C::const_iterator> == std::is_same_v<J, typename S::const_iterator>);
    static_assert(std::is_convertible_v<I, typename C::const_iterator>);
    static_assert(std::is_convertible_v<typename C::const_iterator, I> ==
                  std::is_convertible_v<typename S::const_iterator, J>);
    static_assert(std::is_nothrow_default_constructible_v<C> == std::is_nothrow_default_constructible_v<S>);
    static_assert(std::is_nothrow_move_constructible_v<C> == std::is_nothrow_move_constructible_v<S>);
    static_assert(std::is_nothrow_move_assignable_v<C> == std::is_nothrow_move_assignable_v<S>);
    static_assert(std::is_nothrow_copy_constructible_v<C> == std::is_nothrow_copy_constructible_v<S>);
    static_assert(std::is_nothrow_swappable_v<C> == std::is_nothrow_swappable_v<S>);
    static_assert(std::is_nothrow_destructible_v<C>);
    static_assert(std::is_default_constructible_v<C> == std::is_default_constructible_v<S>);
    static_assert(std::is_copy_constructible_v<C> && std::is_copy_assignable_v<C>);
    static_assert(std::uses_allocator_v<C, typename C::allocator_type>);
    static_assert(noexcept(std::declval<C&>().begin())&& noexcept(std::declval<const C&>().end()));
    static_assert(noexcept(std::declval<C&>().size())&& noexcept(std::declval<C&>().empty()));
    static_assert(noexcept(std::declval<C&>().clear()) == noexcept(std::declval<S&>().clear()));
    return true;
}
static_assert(same_properties<Map, std::map<int, std::string>>());
static_assert(same_properties<mapcheck::multimap<int, int>, std::multimap<int, int>>());
static_assert(same_properties<Set, std::set<int>>());
static_assert(same_properties<mapcheck::multiset<int>, std::multiset<int>>());
static_assert(same_properties<Hash, std::unordered_map<int, std::string>>());
static_assert(same_properties<mapcheck::unordered_multimap<int, int>, std::unordered_multimap<int, int>>());
static_assert(same_properties<HashSet, std::unordered_set<int>>());
static_assert(same_properties<mapcheck::unordered_multiset<int>, std::unordered_multiset<int>>());

/// A comparator that is no longer noexcept to copy or swap, and one without a default.
struct Heavy {
    Heavy() noexcept(false) {}
    Heavy(const Heavy&) noexcept(false) {}
    Heavy& operator=(const Heavy&) noexcept(false) { return *this; }
    bool operator()(int a, int b) const { return a < b; }
};
using Function = bool (*)(int, int);
static_assert(same_properties<mapcheck::set<int, Heavy>, std::set<int, Heavy>>());
static_assert(same_properties<mapcheck::set<int, Function>, std::set<int, Function>>());
struct NoDefault {
    explicit NoDefault(int) {}
    bool operator()(int a, int b) const { return a < b; }
};
static_assert(same_properties<mapcheck::map<int, int, NoDefault>, std::map<int, int, NoDefault>>());

#if defined(__cpp_lib_concepts) && defined(__cpp_lib_ranges)
static_assert(std::bidirectional_iterator<Map::iterator> && std::bidirectional_iterator<Set::const_iterator>);
static_assert(std::forward_iterator<Hash::iterator> && !std::bidirectional_iterator<Hash::iterator>);
static_assert(std::forward_iterator<Hash::local_iterator>);
static_assert(std::ranges::bidirectional_range<Map> && std::ranges::common_range<Map> && std::ranges::sized_range<Map>);
static_assert(std::ranges::forward_range<const Hash> && std::ranges::sized_range<HashSet>);
static_assert(!std::ranges::borrowed_range<Map> && !std::ranges::view<Map>);
static_assert(std::sentinel_for<Map::const_iterator, Map::iterator>);
static_assert(std::equality_comparable<Map> && std::regular<Set> && std::movable<Hash>);
#endif

// Incomplete mapped types, where the standard libraries allow them.
struct Tree {
    mapcheck::map<int, Tree> children;
    mapcheck::multimap<std::string, Tree> others;
    mapcheck::set<std::shared_ptr<Tree>> links;
    mapcheck::map<int, Tree>::iterator cursor;
};
struct Json {
    mapcheck::unordered_map<std::string, Json> fields;
};

// Containers as template template arguments, and deduced ones.
template <template <class, class, class, class> class M>
struct Uses {
    M<int, int, std::less<int>, std::allocator<std::pair<const int, int>>> m;
};
template <template <class...> class M, class... A>
constexpr int arguments(const M<A...>&) {
    return sizeof...(A);
}
struct Derived : mapcheck::map<int, int> {
    using mapcheck::map<int, int>::map;
    int more = 0;
};

template <class T, class U>
void same(const T&, const U&) {
    static_assert(std::is_same_v<T, U>);
}

} // namespace

TEST_CASE("incomplete mapped types", "[types]") {
    Tree tree;
    tree.children[1].children[2].others.emplace("x", Tree());
    Tree copy = tree;
    CHECK(copy.children.at(1).children.at(2).others.size() == 1);
    copy.cursor = copy.children.begin();
    tree = std::move(copy);
    CHECK(tree.cursor->first == 1);
    Json json;
    json.fields["a"].fields["b"];
    CHECK(json.fields.at("a").fields.size() == 1);
}

TEST_CASE("templates and inheritance", "[types]") {
    Uses<mapcheck::map> uses;
    uses.m[1] = 2;
    CHECK(arguments(uses.m) == 4);
    CHECK(arguments(HashSet{1}) == 4);
    Derived derived{{1, 2}, {3, 4}};
    Derived other(derived);
    other[5] = 6;
    using std::swap;
    swap(derived, other);
    CHECK(derived.size() == 3);
    CHECK(derived != other);
    mapcheck::map<int, int>& sliced = derived;
    CHECK(sliced.size() == 3);
}

TEST_CASE("deduction", "[types]") {
    using P = std::pair<int, long>;
    const std::vector<P> pairs{{1, 2}};
    const std::vector<int> ints{1};
    const std::greater<int> greater{};
    const std::hash<int> hash{};
    const std::equal_to<int> equal{};
    const std::allocator<std::pair<const int, long>> pair_allocator{};
    const std::allocator<int> allocator{};

    mapcheck::map a(pairs.begin(), pairs.end());
    same(a, mapcheck::map<int, long>());
    same(mapcheck::map(pairs.begin(), pairs.end(), greater), mapcheck::map<int, long, std::greater<int>>());
    same(mapcheck::map(pairs.begin(), pairs.end(), pair_allocator), a);
    same(mapcheck::map({P(1, 2), P(3, 4)}), a);
    same(mapcheck::map{P(1, 2), P(3, 4)}, a);
    same(mapcheck::map({P(1, 2)}, greater), mapcheck::map<int, long, std::greater<int>>());
    same(mapcheck::map({P(1, 2)}, pair_allocator), a);
    same(mapcheck::map(a), a);
    same(mapcheck::map(a, pair_allocator), a);
    same(mapcheck::map(a.begin(), a.end()), a); // pairs with a const key
    same(mapcheck::map(mapcheck::unchecked::map<int, long>()), a);
    same(mapcheck::multimap(pairs.begin(), pairs.end()), mapcheck::multimap<int, long>());
    same(mapcheck::multimap{P(1, 2)}, mapcheck::multimap<int, long>());

    same(mapcheck::set(ints.begin(), ints.end()), mapcheck::set<int>());
    same(mapcheck::set{1, 2}, mapcheck::set<int>());
    same(mapcheck::set({1, 2}, greater), mapcheck::set<int, std::greater<int>>());
    same(mapcheck::set({1, 2}, allocator), mapcheck::set<int>());
    same(mapcheck::multiset(ints.begin(), ints.end(), allocator), mapcheck::multiset<int>());

    mapcheck::unordered_map u(pairs.begin(), pairs.end());
    same(u, mapcheck::unordered_map<int, long>());
    same(mapcheck::unordered_map(pairs.begin(), pairs.end(), 7, hash, equal, pair_allocator), u);
    same(mapcheck::unordered_map(pairs.begin(), pairs.end(), 7, pair_allocator), u);
    same(mapcheck::unordered_map(pairs.begin(), pairs.end(), 7, hash, pair_allocator), u);
    same(mapcheck::unordered_map({P(1, 2)}, 7), u);
    same(mapcheck::unordered_map({P(1, 2)}, 7, pair_allocator), u);
    same(mapcheck::unordered_map({P(1, 2)}, 7, hash, pair_allocator), u);
    same(mapcheck::unordered_map{P(1, 2), P(3, 4)}, u);
    same(mapcheck::unordered_map(u, pair_allocator), u);
    same(mapcheck::unordered_multimap{P(1, 2)}, mapcheck::unordered_multimap<int, long>());

    same(mapcheck::unordered_set(ints.begin(), ints.end()), mapcheck::unordered_set<int>());
    same(mapcheck::unordered_set{1, 2}, mapcheck::unordered_set<int>());
    same(mapcheck::unordered_set({1, 2}, 7, hash), mapcheck::unordered_set<int>());
    same(mapcheck::unordered_multiset(ints.begin(), ints.end(), 7, allocator), mapcheck::unordered_multiset<int>());
    CHECK(a.size() == 1);
}

TEST_CASE("base() and mapcheck_name", "[types]") {
    Map m{{1, "one"}};
    std::map<int, std::string>& standard = mapcheck::base(m);
    CHECK(standard.size() == 1);
    const Map& constant = m;
    const std::map<int, std::string>& fixed = mapcheck::base(constant);
    CHECK(fixed.at(1) == "one");
    const auto it = m.begin();
    std::map<int, std::string>::iterator plain = mapcheck::base(it);
    CHECK(plain->second == "one");
    std::map<int, int> untouched;
    CHECK(&mapcheck::base(untouched) == &untouched);
    mapcheck_name(m, "sessions");
    Map from_standard(standard);
    CHECK(from_standard == m);
    const mapcheck::ignore_scope scope;
    CHECK(m.size() == 1);
}
