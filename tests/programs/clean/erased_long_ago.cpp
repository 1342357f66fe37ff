// EXPECT: silent
// OFF: clause_lost
// Handles kept over hundreds of thousands of erasures elsewhere, in the same map and in others, until no record of the
// erasures is left. They point to elements that were never erased, and a node-based container keeps them valid.
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <vector>

#include "check.h"

int main() {
    mapcheck::map<int, int> map;
    std::vector<mapcheck::map<int, int>::iterator> handles;
    for (int i = 0; i < 100; ++i) {
        map[-1 - i] = i;
        handles.push_back(map.find(-1 - i));
    }
    for (int i = 0; i < 2000; ++i) map[i] = i;
    mapcheck::unordered_map<int, int> others;
    others.reserve(200'000);
    for (int i = 0; i < 200'000; ++i) others.emplace(i, i);
    for (int i = 0; i < 1000; ++i) map.erase(i);
    for (int i = 0; i < 200'000; ++i) others.erase(i); // all at addresses of their own
    for (int i = 0; i < 100; ++i) {
        CHECK(handles[i]->second == i);
        map.erase(handles[i]);
    }
    CHECK(map.size() == 1000 && map.begin()->first == 1000);
}
