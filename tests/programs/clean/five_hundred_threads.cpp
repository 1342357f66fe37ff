// EXPECT: silent
// OFF: edge_join
// Five hundred threads one after the other: each takes over the iterator where the last one, joined by then, has left
// it. Their handles and stacks are used again and again.
#include <mapcheck/unordered_map.h>
#include <thread>

#include "check.h"

int main() {
    mapcheck::unordered_map<int, int> map;
    map.reserve(3000);
    for (int i = 0; i < 1000; ++i) map[i] = i;
    auto at = map.begin();
    long sum = 0;
    for (int n = 0; n < 500; ++n) {
        std::thread([&] {
            sum += at->second;
            at = map.erase(at);
            sum += at->second;
            ++at;
            map[1000 + n] = 0;
        }).join();
        if (n % 100 == 0) map.erase(1000 + n);
    }
    CHECK(map.size() == 995);
    CHECK(sum > 0 && sum <= 499'500);
}
