// EXPECT: silent
// mapcheck::unchecked::map is std::map in every build, for maps that a program does not want to have watched: here
// one whose order lies outside of what any tool sees (the threads take turns by the clock). No rule looks at it,
// hence no OFF.
#include <map>
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <thread>
#include <type_traits>
#include <unordered_map>

#include "check.h"

static_assert(std::is_same_v<mapcheck::unchecked::map<int, int>, std::map<int, int>>);
static_assert(std::is_same_v<mapcheck::unchecked::unordered_map<int, int>, std::unordered_map<int, int>>);

int main() {
    mapcheck::unchecked::map<int, int> map;
    mapcheck::unchecked::unordered_map<int, int> hashed;
    Cue filled;
    std::thread one([&] {
        for (int i = 0; i < 50; ++i) hashed[i] = map[i] = i;
        filled.set();
    });
    std::thread two([&] {
        filled.await();
        int sum = 0;
        for (const auto& [key, value] : map) sum += value;
        CHECK(sum == 1225 && hashed.size() == 50);
        map.clear();
    });
    one.join();
    two.join();
    CHECK(map.empty());
}
