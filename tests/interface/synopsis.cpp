// Compile time: each member of the standard's synopsis is there exactly when the standard container below
// has it, with the corresponding result and the same noexcept, for all eight containers, with a plain and
// with a transparent comparator or hash. Each row says when the member must be there, so that a misspelt
// row cannot be equal by being nowhere.

#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "containers.h"

#if __cplusplus > 201703L && __has_include(<ranges>)
#include <ranges>
#endif

namespace {

#if __cplusplus > 201703L
constexpr bool cxx20 = true;
#else
constexpr bool cxx20 = false;
#endif
#if defined(__cpp_lib_generic_unordered_lookup)
constexpr bool unordered_lookup = true;
#else
constexpr bool unordered_lookup = false;
#endif
#if defined(__cpp_lib_containers_ranges)
constexpr bool ranges = true;
#else
constexpr bool ranges = false;
#endif
#if defined(__cpp_lib_associative_heterogeneous_erasure)
constexpr bool erases_by_any_key = true;
#else
constexpr bool erases_by_any_key = false;
#endif
#if defined(__cpp_lib_associative_heterogeneous_insertion)
constexpr bool inserts_by_any_key = true;
#else
constexpr bool inserts_by_any_key = false;
#endif

template <class C, class = void>
struct is_unordered : std::false_type {};
template <class C>
struct is_unordered<C, std::void_t<typename C::hasher>> : std::true_type {};
template <class C, class = void>
struct is_unique : std::false_type {};
template <class C>
struct is_unique<C, std::void_t<typename C::insert_return_type>> : std::true_type {};

template <bool Unordered, class C>
struct functions {
    using first = typename C::key_compare;
    using second = typename C::value_compare;
};
template <class C>
struct functions<true, C> {
    using first = typename C::hasher;
    using second = typename C::key_equal;
};

struct Predicate {
    template <class T>
    bool operator()(const T&) const;
};

/// What the rows below call with. Never made.
template <class C>
struct Given {
    using type = C;
    C& c;
    const C& cc;
    typename C::iterator i;
    typename C::const_iterator ci;
    const typename C::iterator fixed;
    typename C::key_type key;
    const typename C::key_type& ckey;
    const typename C::value_type& value;
    typename C::value_type moved_value;
    typename C::node_type node;
    std::initializer_list<typename C::value_type> list;
    const std::vector<typename C::value_type>& range;
    const typename C::allocator_type& a;
    const typename functions<is_unordered<C>::value, C>::first& f1; ///< comparator or hash
    const typename functions<is_unordered<C>::value, C>::second& f2;
    std::size_t n;
    std::string_view view; ///< a key of another type, which does not convert

    template <class... A>
    std::enable_if_t<std::is_constructible_v<C, A...>, C>
    make(A&&...) noexcept(std::is_nothrow_constructible_v<C, A...>);
    void take(C);
};

/// The checked container's type for a standard container's S.
template <class S, class C, class T, class = void>
struct translated {
    using type = T;
};
template <class S, class C, class T>
using translated_t = typename translated<S, C, T>::type;
template <class S, class C, class T>
struct translated<S, C, T&> {
    using type = translated_t<S, C, T>&;
};
template <class S, class C, class T>
struct translated<S, C, T&&> {
    using type = translated_t<S, C, T>&&;
};
template <class S, class C, class T>
struct translated<S, C, const T> {
    using type = const translated_t<S, C, T>;
};
template <class S, class C, class T, class U>
struct translated<S, C, std::pair<T, U>> {
    using type = std::pair<translated_t<S, C, T>, translated_t<S, C, U>>;
};
template <class S, class C, class I>
struct translated<S, C, std::reverse_iterator<I>> {
    using type = std::reverse_iterator<translated_t<S, C, I>>;
};
template <class S, class C>
struct translated<S, C, S> {
    using type = C;
};
#define TRANSLATED(NAME, ...)                                                                                          \
    template <class S, class C, class T>                                                                               \
    struct translated<S, C, T, std::enable_if_t<std::is_same_v<T, typename S::NAME> && (__VA_ARGS__)>> {               \
        using type = typename C::NAME;                                                                                 \
    };
TRANSLATED(iterator, true)
TRANSLATED(const_iterator, !std::is_same_v<T, typename S::iterator>)
TRANSLATED(local_iterator, true)
TRANSLATED(const_local_iterator, !std::is_same_v<T, typename S::local_iterator>)
TRANSLATED(insert_return_type, true)
#undef TRANSLATED

template <class C, class S, class Call>
constexpr bool is_there(Call, bool expected) {
    return std::is_invocable_v<Call, Given<C>&> == expected && std::is_invocable_v<Call, Given<S>&> == expected;
}
template <class C, class S, class Call>
constexpr bool has_result(Call) {
    if constexpr (std::is_invocable_v<Call, Given<C>&> && std::is_invocable_v<Call, Given<S>&>)
        return std::is_same_v<std::invoke_result_t<Call, Given<C>&>,
                              translated_t<S, C, std::invoke_result_t<Call, Given<S>&>>>;
    else
        return true;
}
template <class C, class S, class Call>
constexpr bool throws_alike(Call) {
    return std::is_nothrow_invocable_v<Call, Given<C>&> == std::is_nothrow_invocable_v<Call, Given<S>&>;
}

// One row: the condition, and a call on `g`. A row without a condition follows the library, whatever it has.
#define MEMBER(CONDITION, ...)                                                                                         \
    {                                                                                                                  \
        constexpr auto call = [](auto& g) noexcept(noexcept(__VA_ARGS__)) -> decltype(__VA_ARGS__) {                   \
            return __VA_ARGS__;                                                                                        \
        };                                                                                                             \
        static_assert(is_there<C, S>(call, CONDITION), "not as the standard says: " #__VA_ARGS__);                     \
        static_assert(has_result<C, S>(call), "another result: " #__VA_ARGS__);                                        \
        static_assert(throws_alike<C, S>(call), "another noexcept: " #__VA_ARGS__);                                    \
    }
#define MEMBER_LIKE_BELOW(...) MEMBER((std::is_invocable_v<decltype(call), Given<S>&>), __VA_ARGS__)
#define TYPE(CONDITION, NAME)                                                                                          \
    {                                                                                                                  \
        constexpr auto call = [](auto& g) -> typename std::decay_t<decltype(g)>::type::NAME* { return nullptr; };      \
        static_assert(is_there<C, S>(call, CONDITION), "not as the standard says: " #NAME);                            \
    }

template <class C, class S>
constexpr bool types() {
    constexpr bool map = is_map<S>, unique = is_unique<S>::value, unordered = is_unordered<S>::value;
    TYPE(true, key_type)
    TYPE(map, mapped_type)
    TYPE(true, value_type)
    TYPE(!unordered, key_compare)
    TYPE(!unordered, value_compare)
    TYPE(unordered, hasher)
    TYPE(unordered, key_equal)
    TYPE(true, allocator_type)
    TYPE(true, pointer)
    TYPE(true, const_pointer)
    TYPE(true, size_type)
    TYPE(true, difference_type)
    TYPE(true, iterator)
    TYPE(true, const_iterator)
    TYPE(!unordered, reverse_iterator)
    TYPE(!unordered, const_reverse_iterator)
    TYPE(unordered, local_iterator)
    TYPE(unordered, const_local_iterator)
    TYPE(true, node_type)
    TYPE(unique, insert_return_type)
    MEMBER(true, std::declval<typename std::decay_t<decltype(g)>::type::reference>())
    MEMBER(true, std::declval<typename std::decay_t<decltype(g)>::type::const_reference>())
    return true;
}

template <class C, class S>
constexpr bool construction() {
    constexpr bool unordered = is_unordered<S>::value, ordered = !unordered;
    MEMBER(true, g.make())
    MEMBER(true, g.make(g.a))
    MEMBER(true, g.make(g.i, g.i))
    MEMBER(true, g.make(g.list))
    MEMBER(true, g.make(g.cc))
    MEMBER(true, g.make(std::move(g.c)))
    MEMBER(true, g.make(g.cc, g.a))
    MEMBER(true, g.make(std::move(g.c), g.a))
    MEMBER(true, g.c = g.cc)
    MEMBER(true, g.c = std::move(g.c))
    MEMBER(true, g.c = g.list)
    MEMBER(true, g.c = {})
    MEMBER(true, g.cc.get_allocator())
    MEMBER_LIKE_BELOW(g.make(g.i, g.i, g.a))
    MEMBER_LIKE_BELOW(g.make(g.list, g.a))

    MEMBER(ordered, g.make(g.f1))
    MEMBER(ordered, g.make(g.f1, g.a))
    MEMBER(ordered, g.make(g.i, g.i, g.f1))
    MEMBER(ordered, g.make(g.i, g.i, g.f1, g.a))
    MEMBER(ordered, g.make(g.list, g.f1))
    MEMBER(ordered, g.make(g.list, g.f1, g.a))

    MEMBER(unordered, g.make(g.n))
    MEMBER(unordered, g.make(g.n, g.f1))
    MEMBER(unordered, g.make(g.n, g.f1, g.f2))
    MEMBER(unordered, g.make(g.n, g.f1, g.f2, g.a))
    MEMBER(unordered, g.make(g.n, g.a))
    MEMBER(unordered, g.make(g.n, g.f1, g.a))
    MEMBER(unordered, g.make(g.i, g.i, g.n))
    MEMBER(unordered, g.make(g.i, g.i, g.n, g.f1))
    MEMBER(unordered, g.make(g.i, g.i, g.n, g.f1, g.f2))
    MEMBER(unordered, g.make(g.i, g.i, g.n, g.f1, g.f2, g.a))
    MEMBER(unordered, g.make(g.i, g.i, g.n, g.a))
    MEMBER(unordered, g.make(g.i, g.i, g.n, g.f1, g.a))
    MEMBER(unordered, g.make(g.list, g.n))
    MEMBER(unordered, g.make(g.list, g.n, g.f1))
    MEMBER(unordered, g.make(g.list, g.n, g.f1, g.f2))
    MEMBER(unordered, g.make(g.list, g.n, g.f1, g.f2, g.a))
    MEMBER(unordered, g.make(g.list, g.n, g.a))
    MEMBER(unordered, g.make(g.list, g.n, g.f1, g.a))

    // What converts by itself.
    MEMBER(true, g.take({}))
    MEMBER(true, g.take({g.value, g.value}))
    MEMBER(true, g.take({g.i, g.i}))
    MEMBER_LIKE_BELOW(g.take({g.a}))
    MEMBER_LIKE_BELOW(g.take({g.n}))
    MEMBER_LIKE_BELOW(g.take({g.f1}))
    MEMBER_LIKE_BELOW(g.take({g.cc, g.a}))
    MEMBER_LIKE_BELOW(g.take({g.n, g.f1}))
    MEMBER_LIKE_BELOW(g.take({g.f1, g.a}))
    MEMBER(false, g.make(g.view))
    MEMBER(false, g.make(g.range))
#if defined(__cpp_lib_containers_ranges)
    MEMBER(true, g.make(std::from_range, g.range))
    MEMBER(true, g.make(std::from_range, std::move(g.c)))
    MEMBER(false, g.make(std::from_range, g.n))
    MEMBER_LIKE_BELOW(g.make(std::from_range, g.range, g.a))
    MEMBER(ordered, g.make(std::from_range, g.range, g.f1))
    MEMBER(ordered, g.make(std::from_range, g.range, g.f1, g.a))
    MEMBER(unordered, g.make(std::from_range, g.range, g.n))
    MEMBER(unordered, g.make(std::from_range, g.range, g.n, g.f1))
    MEMBER(unordered, g.make(std::from_range, g.range, g.n, g.f1, g.f2))
    MEMBER(unordered, g.make(std::from_range, g.range, g.n, g.f1, g.f2, g.a))
    MEMBER(unordered, g.make(std::from_range, g.range, g.n, g.a))
    MEMBER(unordered, g.make(std::from_range, g.range, g.n, g.f1, g.a))
    MEMBER(true, g.take({std::from_range, g.range}))
    MEMBER_LIKE_BELOW(g.take({std::from_range, g.range, {}}))
    MEMBER_LIKE_BELOW(g.take({std::from_range, g.range, {}, g.a}))
    MEMBER_LIKE_BELOW(g.take({std::from_range, g.range, 0, {}, {}, {}}))
#endif
    return true;
}

template <class C, class S>
constexpr bool iteration() {
    constexpr bool unordered = is_unordered<S>::value, ordered = !unordered;
    MEMBER(true, g.c.begin())
    MEMBER(true, g.cc.begin())
    MEMBER(true, g.c.end())
    MEMBER(true, g.cc.end())
    MEMBER(true, g.cc.cbegin())
    MEMBER(true, g.cc.cend())
    MEMBER(ordered, g.c.rbegin())
    MEMBER(ordered, g.cc.rbegin())
    MEMBER(ordered, g.c.rend())
    MEMBER(ordered, g.cc.rend())
    MEMBER(ordered, g.cc.crbegin())
    MEMBER(ordered, g.cc.crend())
    MEMBER(true, g.cc.empty())
    MEMBER(true, g.cc.size())
    MEMBER(true, g.cc.max_size())

    MEMBER(true, *g.i)
    MEMBER(true, *g.fixed)
    MEMBER(true, *g.ci)
    MEMBER(true, g.fixed.operator->())
    MEMBER(true, g.ci.operator->())
    MEMBER(true, ++g.i)
    MEMBER(true, g.i++)
    MEMBER(ordered, --g.i)
    MEMBER(ordered, g.i--)
    MEMBER(ordered, --g.ci)
    MEMBER(false, ++g.fixed)
    MEMBER(false, g.i + 1)
    MEMBER(false, g.i < g.i)
    MEMBER(true, g.i == g.ci)
    MEMBER(true, g.ci == g.i)
    MEMBER(true, g.fixed != g.i)
    MEMBER(true, g.ci != g.i)
    MEMBER(false, g.i == g.n)
    MEMBER(true, g.ci = g.i)
    MEMBER(true, g.i = g.fixed)

    MEMBER(unordered, g.cc.bucket_count())
    MEMBER(unordered, g.cc.max_bucket_count())
    MEMBER(unordered, g.cc.bucket_size(g.n))
    MEMBER(unordered, g.cc.bucket(g.ckey))
    MEMBER(unordered, g.c.begin(g.n))
    MEMBER(unordered, g.cc.begin(g.n))
    MEMBER(unordered, g.c.end(g.n))
    MEMBER(unordered, g.cc.end(g.n))
    MEMBER(unordered, g.cc.cbegin(g.n))
    MEMBER(unordered, g.cc.cend(g.n))
    MEMBER(unordered, *g.c.begin(g.n))
    MEMBER(unordered, g.cc.begin(g.n).operator->())
    MEMBER(unordered, ++std::declval<decltype(g.c.begin(g.n))&>())
    MEMBER(unordered, std::declval<decltype(g.c.begin(g.n))&>()++)
    MEMBER(unordered, g.c.begin(g.n) == g.c.end(g.n))
    MEMBER(unordered, g.cc.begin(g.n) != g.cc.end(g.n))
    MEMBER_LIKE_BELOW(g.c.begin(g.n) == g.cc.end(g.n))
    MEMBER(unordered, g.cc.load_factor())
    MEMBER(unordered, g.cc.max_load_factor())
    MEMBER(unordered, g.c.max_load_factor(0.5F))
    MEMBER(unordered, g.c.rehash(g.n))
    MEMBER(unordered, g.c.reserve(g.n))
    return true;
}

template <class C, class S>
constexpr bool modifiers() {
    constexpr bool map = is_map<S>, unique_map = map && is_unique<S>::value;
    MEMBER(true, g.c.insert(g.value))
    MEMBER(true, g.c.insert(std::move(g.moved_value)))
    MEMBER(true, g.c.insert(g.ci, g.value))
    MEMBER(true, g.c.insert(g.i, std::move(g.moved_value)))
    MEMBER(true, g.c.insert(g.i, g.i))
    MEMBER(true, g.c.insert(g.range.begin(), g.range.end()))
    MEMBER(true, g.c.insert(g.list))
    MEMBER(true, g.c.insert({g.value, g.value}))
    MEMBER(true, g.c.insert(std::move(g.node)))
    MEMBER(true, g.c.insert(g.ci, std::move(g.node)))
    MEMBER(false, g.c.insert(g.node))
    MEMBER(map, g.c.insert(std::make_pair("key", 1)))
    MEMBER(map, g.c.insert(g.ci, std::make_pair("key", 1)))
    MEMBER(true, g.c.insert({g.key, 1})) // of sets: a list of the key, and of its part from 1 on
    MEMBER(false, g.c.insert(g.n))
    MEMBER(ranges, g.c.insert_range(g.range))
    MEMBER(ranges, g.c.insert_range(g.cc))
    MEMBER(false, g.c.insert_range(g.n))
    MEMBER(true, g.c.emplace(g.value))
    MEMBER(true, g.c.emplace_hint(g.ci, g.value))
    MEMBER(unique_map, g.c[g.ckey])
    MEMBER(unique_map, g.c[std::move(g.key)])
    MEMBER(unique_map, g.c["key"])
    MEMBER(unique_map, g.c.at(g.ckey))
    MEMBER(unique_map, g.cc.at(g.ckey))
    MEMBER(false, g.cc[g.ckey])
    MEMBER(unique_map, g.c.try_emplace(g.ckey, 1))
    MEMBER(unique_map, g.c.try_emplace(std::move(g.key), 1))
    MEMBER(unique_map, g.c.try_emplace(g.ci, g.ckey, 1))
    MEMBER(unique_map, g.c.try_emplace(g.i, std::move(g.key), 1))
    MEMBER(unique_map, g.c.try_emplace("key"))
    MEMBER(unique_map, g.c.insert_or_assign(g.ckey, 1))
    MEMBER(unique_map, g.c.insert_or_assign(std::move(g.key), 1))
    MEMBER(unique_map, g.c.insert_or_assign(g.ci, g.ckey, 1))
    MEMBER(unique_map, g.c.insert_or_assign(g.i, std::move(g.key), 1))

    MEMBER(true, g.c.erase(g.i))
    MEMBER(true, g.c.erase(g.fixed))
    MEMBER(true, g.c.erase(g.ci))
    MEMBER(true, g.c.erase(g.ckey))
    MEMBER(true, g.c.erase(g.key))
    MEMBER(true, g.c.erase("key"))
    MEMBER(true, g.c.erase(g.ci, g.ci))
    MEMBER(true, g.c.erase(g.i, g.i))
    MEMBER(true, g.c.clear())
    MEMBER(true, g.c.extract(g.i))
    MEMBER(true, g.c.extract(g.ci))
    MEMBER(true, g.c.extract(g.ckey))
    MEMBER(true, g.c.extract(g.key))
    MEMBER(true, g.c.merge(g.c))
    MEMBER(true, g.c.merge(std::move(g.c)))
    MEMBER(false, g.c.merge(g.cc))
    MEMBER(true, g.c.swap(g.c))
    return true;
}

template <class C, class S, bool Transparent>
constexpr bool look_up() {
    constexpr bool map = is_map<S>, unique = is_unique<S>::value, unordered = is_unordered<S>::value;
    constexpr bool ordered = !unordered, any = Transparent && (ordered || unordered_lookup);
    MEMBER(ordered, g.cc.key_comp())
    MEMBER(ordered, g.cc.value_comp())
    MEMBER(unordered, g.cc.hash_function())
    MEMBER(unordered, g.cc.key_eq())
    MEMBER(true, g.c.find(g.ckey))
    MEMBER(true, g.cc.find(g.ckey))
    MEMBER(true, g.c.find("key"))
    MEMBER(true, g.cc.count(g.ckey))
    MEMBER(cxx20, g.cc.contains(g.ckey))
    MEMBER(true, g.c.equal_range(g.ckey))
    MEMBER(true, g.cc.equal_range(g.ckey))
    MEMBER(ordered, g.c.lower_bound(g.ckey))
    MEMBER(ordered, g.cc.lower_bound(g.ckey))
    MEMBER(ordered, g.c.upper_bound(g.ckey))
    MEMBER(ordered, g.cc.upper_bound(g.ckey))

    MEMBER(any, g.c.find(g.view))
    MEMBER(any, g.cc.find(g.view))
    MEMBER(any, g.cc.count(g.view))
    MEMBER(any && cxx20, g.cc.contains(g.view))
    MEMBER(any, g.c.equal_range(g.view))
    MEMBER(any, g.cc.equal_range(g.view))
    MEMBER(any && ordered, g.c.lower_bound(g.view))
    MEMBER(any && ordered, g.cc.lower_bound(g.view))
    MEMBER(any && ordered, g.c.upper_bound(g.view))
    MEMBER(any && ordered, g.cc.upper_bound(g.view))
    MEMBER(any && erases_by_any_key, g.c.erase(g.view))
    MEMBER(any && erases_by_any_key, g.c.extract(g.view))
    MEMBER(any && inserts_by_any_key && map && unique, g.c[g.view])
    MEMBER(any && inserts_by_any_key && map && unique, g.c.at(g.view))
    MEMBER(any && inserts_by_any_key && map && unique, g.cc.at(g.view))
    MEMBER(any && inserts_by_any_key && map && unique, g.c.try_emplace(g.view, 1))
    MEMBER(any && inserts_by_any_key && map && unique, g.c.try_emplace(g.ci, g.view, 1))
    MEMBER(any && inserts_by_any_key && map && unique, g.c.insert_or_assign(g.view, 1))
    MEMBER(any && inserts_by_any_key && map && unique, g.c.insert_or_assign(g.ci, g.view, 1))
    MEMBER(any && inserts_by_any_key && !map && unique, g.c.insert(g.view))
    MEMBER(any && inserts_by_any_key && !map && unique, g.c.insert(g.ci, g.view))
    MEMBER(any && inserts_by_any_key && unordered, g.cc.bucket(g.view))

    MEMBER(true, g.cc == g.cc)
    MEMBER(true, g.cc != g.cc)
    MEMBER(ordered, g.cc < g.cc)
    MEMBER(ordered, g.cc > g.cc)
    MEMBER(ordered, g.cc <= g.cc)
    MEMBER(ordered, g.cc >= g.cc)
    MEMBER(true, swap(g.c, g.c))
    MEMBER(cxx20, erase_if(g.c, std::declval<Predicate>()))
    MEMBER(true, std::begin(g.c) == std::end(g.c) && std::size(g.cc) == 0 && std::empty(g.cc))
    return true;
}

#define SYNOPSIS(TRANSPARENT, NAME, ...)                                                                               \
    static_assert(types<mapcheck::NAME<__VA_ARGS__>, std::NAME<__VA_ARGS__>>());                                       \
    static_assert(construction<mapcheck::NAME<__VA_ARGS__>, std::NAME<__VA_ARGS__>>());                                \
    static_assert(iteration<mapcheck::NAME<__VA_ARGS__>, std::NAME<__VA_ARGS__>>());                                   \
    static_assert(modifiers<mapcheck::NAME<__VA_ARGS__>, std::NAME<__VA_ARGS__>>());                                   \
    static_assert(look_up<mapcheck::NAME<__VA_ARGS__>, std::NAME<__VA_ARGS__>, TRANSPARENT>());

struct ViewHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};
SYNOPSIS(false, map, std::string, long)
SYNOPSIS(false, multimap, std::string, long)
SYNOPSIS(false, set, std::string)
SYNOPSIS(false, multiset, std::string)
SYNOPSIS(false, unordered_map, std::string, long)
SYNOPSIS(false, unordered_multimap, std::string, long)
SYNOPSIS(false, unordered_set, std::string)
SYNOPSIS(false, unordered_multiset, std::string)
SYNOPSIS(true, map, std::string, long, std::less<>)
SYNOPSIS(true, multimap, std::string, long, std::less<>)
SYNOPSIS(true, set, std::string, std::less<>)
SYNOPSIS(true, multiset, std::string, std::less<>)
SYNOPSIS(true, unordered_map, std::string, long, ViewHash, std::equal_to<>)
SYNOPSIS(true, unordered_multimap, std::string, long, ViewHash, std::equal_to<>)
SYNOPSIS(true, unordered_set, std::string, ViewHash, std::equal_to<>)
SYNOPSIS(true, unordered_multiset, std::string, ViewHash, std::equal_to<>)

} // namespace

TEST_CASE("the synopsis holds at compile time", "[synopsis]") {
    CHECK(look_up<mapcheck::map<std::string, int>, std::map<std::string, int>, false>());
}
