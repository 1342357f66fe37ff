// EXPECT: silent
// OFF: clause_own_thread
// it = c.erase(it) and c.erase(it++) in all eight containers: the canonical loops. Erasing never invalidates other
// elements' iterators, and it++ has left the element before erase runs.
#include <mapcheck/map.h>
#include <mapcheck/set.h>
#include <mapcheck/unordered_map.h>
#include <mapcheck/unordered_set.h>

#include "check.h"

template <class C>
static int key_of(const C&, const typename C::value_type& element) {
    if constexpr (std::is_same_v<typename C::value_type, int>) {
        return element;
    } else {
        return element.first;
    }
}

template <class C>
static void fill(C& container) {
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 100; ++i) {
            if constexpr (std::is_same_v<typename C::value_type, int>) {
                container.insert(i);
            } else {
                container.emplace(i, i);
            }
        }
    }
}

template <class C>
static void try_all() {
    C container;
    fill(container);
    const auto all = container.size();
    for (auto it = container.begin(); it != container.end();) {
        it = key_of(container, *it) % 2 == 0 ? container.erase(it) : std::next(it);
    }
    CHECK(container.size() == all / 2);
    for (auto it = container.begin(); it != container.end();) {
        if (key_of(container, *it) % 4 == 1) {
            container.erase(it++);
        } else {
            ++it;
        }
    }
    CHECK(container.size() == all / 4);
    for (auto it = container.cbegin(); it != container.cend();) it = container.erase(it);
    CHECK(container.empty());
    fill(container);
    CHECK(container.erase(container.begin(), container.end()) == container.end());
    CHECK(container.begin() == container.end());
}

int main() {
    try_all<mapcheck::map<int, int>>();
    try_all<mapcheck::multimap<int, int>>();
    try_all<mapcheck::set<int>>();
    try_all<mapcheck::multiset<int>>();
    try_all<mapcheck::unordered_map<int, int>>();
    try_all<mapcheck::unordered_multimap<int, int>>();
    try_all<mapcheck::unordered_set<int>>();
    try_all<mapcheck::unordered_multiset<int>>();
}
