// What gdb is shown: each container, plain and checked, with the same elements.
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include <mapcheck/map.h>
#include <mapcheck/set.h>
#include <mapcheck/unordered_map.h>
#include <mapcheck/unordered_set.h>

extern "C" __attribute__((noinline)) void stop_here(const void*) { asm volatile(""); }

int main() {
    using Text = std::string;
    std::map<int, Text> plain_map{{1, "one"}, {2, "two"}};
    mapcheck::map<int, Text> checked_map{{1, "one"}, {2, "two"}};
    std::multimap<int, int> plain_multimap{{1, 1}, {1, 2}};
    mapcheck::multimap<int, int> checked_multimap{{1, 1}, {1, 2}};
    std::set<int> plain_set{1, 2, 3};
    mapcheck::set<int> checked_set{1, 2, 3};
    std::multiset<int> plain_multiset{1, 1};
    mapcheck::multiset<int> checked_multiset{1, 1};
    std::unordered_map<int, Text> plain_unordered_map{{1, "one"}};
    mapcheck::unordered_map<int, Text> checked_unordered_map{{1, "one"}};
    std::unordered_multimap<int, int> plain_unordered_multimap{{1, 1}, {1, 1}};
    mapcheck::unordered_multimap<int, int> checked_unordered_multimap{{1, 1}, {1, 1}};
    std::unordered_set<int> plain_unordered_set{1};
    mapcheck::unordered_set<int> checked_unordered_set{1};
    std::unordered_multiset<int> plain_unordered_multiset{1, 1};
    mapcheck::unordered_multiset<int> checked_unordered_multiset{1, 1};
    auto plain_iterator = plain_map.begin();
    auto checked_iterator = checked_map.begin();
    auto plain_unordered_iterator = plain_unordered_map.begin();
    auto checked_unordered_iterator = checked_unordered_map.begin();
    stop_here(&plain_map);
    return plain_iterator->first + checked_iterator->first + plain_unordered_iterator->first +
                       checked_unordered_iterator->first ==
                   4
               ? 0
               : 1;
}
