// EXPECT: silent
// OFF: clause_own_thread
// Calls whose arguments come out of the map that they change: keys by reference into the element that is erased,
// sizes and elements read in the same expression, values that refer to another element.
#include <mapcheck/map.h>
#include <mapcheck/set.h>
#include <mapcheck/unordered_map.h>
#include <string>

#include "check.h"

int main() {
    mapcheck::map<std::string, int> map{{"a", 1}, {"b", 2}, {"c", 3}};
    map.erase(map.begin()->first);
    map[map.begin()->first] = static_cast<int>(map.size());
    map.emplace(map.begin()->first + "x", map.rbegin()->second);
    map.try_emplace("d", map.at("c"));
    map.insert(*map.begin());
    map.insert_or_assign(std::prev(map.end())->first, map.find("b")->second);
    map["e"] = map["f"] = static_cast<int>(map.count("b")) + map["c"];
    CHECK(map.size() == 6 && map["e"] == 4 && map["d"] == 2);
    map.erase(map.begin(), map.find("d"));
    CHECK(map.size() == 3);
    map.extract(map.begin()->first).key() = "z";
    map.erase(std::prev(map.end()));
    CHECK(map.size() == 1);

    mapcheck::multiset<std::string> set{"p", "p", "q"};
    CHECK(set.erase(*set.begin()) == 2);
    set.insert(*set.begin());
    CHECK(set.size() == 2);

    mapcheck::unordered_map<int, std::string> hashed;
    hashed.emplace(1, "one");
    for (int i = 2; i < 200; ++i) hashed.emplace(i, hashed.at(i - 1)); // rehashes: only references are used
    hashed[500] = hashed.begin()->second;
    hashed.erase(hashed.find(500)->first);
    CHECK(hashed.size() == 199 && hashed[199] == "one");
    while (!hashed.empty()) hashed.erase(hashed.begin()->first);
}
