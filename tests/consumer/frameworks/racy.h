// What the test programs of both frameworks test: a correct use of a map, and one that is a finding on every run.
#pragma once

#include <thread>

#include <mapcheck/map.h>

inline int sum_of_copy() {
    mapcheck::map<int, int> map{{1, 1}, {2, 2}};
    int sum = 0;
    for (const auto& element : map) sum += element.second;
    return sum;
}

/// Two threads write, one after the other, ordered by nothing.
inline std::size_t written_twice() {
    static mapcheck::map<int, int> map;
    std::thread([] { map[1] = 1; }).detach();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    map[static_cast<int>(map.size()) + 10] = 2;
    return map.size();
}
