// Containers whose nodes are named by pointers of the user's. libc++ keeps those in its iterators, so that no element
// can be told from another, and what cannot be known must not be reported. (libstdc++ 12 has no such containers.)

#include <boost/interprocess/offset_ptr.hpp>

#include "containers.h"

namespace {

template <class T>
struct OffsetAllocator {
    using value_type = T;
    using pointer = boost::interprocess::offset_ptr<T>;

    OffsetAllocator() = default;
    template <class U>
    OffsetAllocator(const OffsetAllocator<U>&) {}
    pointer allocate(std::size_t n) { return pointer(std::allocator<T>().allocate(n)); }
    void deallocate(pointer p, std::size_t n) { std::allocator<T>().deallocate(p.get(), n); }
    friend bool operator==(const OffsetAllocator&, const OffsetAllocator&) { return true; }
    friend bool operator!=(const OffsetAllocator&, const OffsetAllocator&) { return false; }
};

using Element = std::pair<const int, long>;
using Hash = std::hash<int>;
using Equal = std::equal_to<int>;
using Fancy = std::tuple<mapcheck::map<int, long, std::less<int>, OffsetAllocator<Element>>,
                         mapcheck::unordered_map<int, long, Hash, Equal, OffsetAllocator<Element>>,
                         mapcheck::multiset<int, std::less<int>, OffsetAllocator<int>>,
                         mapcheck::unordered_multiset<int, Hash, Equal, OffsetAllocator<int>>>;
using FancyUnordered = std::tuple<std::tuple_element_t<1, Fancy>, std::tuple_element_t<3, Fancy>>;

} // namespace

TEMPLATE_LIST_TEST_CASE("fancy pointers: iterators live through changes elsewhere", "", Fancy) {
    TestType container;
    if constexpr (std::is_same_v<TestType, std::tuple_element_t<1, Fancy>> ||
                  std::is_same_v<TestType, std::tuple_element_t<3, Fancy>>)
        container.reserve(100);
    for (int i = 0; i < 10; ++i) container.insert(value<TestType>(i));
    auto kept = container.find(3);
    container.insert(value<TestType>(50));
    CHECK(key_of(*kept) == 3);
    container.erase(container.find(5));
    container.erase(7);
    CHECK(key_of(*kept) == 3);
    kept = container.erase(kept);
    int walked = 0;
    for (auto it = container.begin(); it != container.end();) {
        if (key_of(*it) % 2 != 0)
            it = container.erase(it);
        else
            ++it, ++walked;
    }
    CHECK(walked == 6);
    CHECK(container.size() == 6);
    TestType other;
    other.merge(container);
    CHECK(container.empty());
    CHECK(other.find(8) != other.end());
}

TEMPLATE_LIST_TEST_CASE("fancy pointers: an iterator of a bucket lives through changes elsewhere", "", FancyUnordered) {
    TestType container;
    container.reserve(100);
    container.insert(value<TestType>(1));
    auto local = container.begin(container.bucket(1));
    container.insert(value<TestType>(2));
    container.erase(2);
    CHECK(key_of(*local) == 1);
}
