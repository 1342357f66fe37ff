// EXPECT: silent
// OFF: edge_create
// A table is filled, then threads are started that only read it, in every way that reads: loops, find, count, at,
// bounds, buckets, and the non-const members that the standard counts as reads (begin, find, at of a non-const map
// [container.requirements.dataraces]). Reads do not conflict.
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <thread>
#include <vector>

#include "check.h"

int main() {
    mapcheck::map<int, int> sorted;
    mapcheck::unordered_map<int, int> hashed;
    for (int i = 0; i < 500; ++i) hashed[i] = sorted[i] = i;
    const auto shared = sorted.find(250); // one iterator, read by all
    std::vector<std::thread> readers;
    for (int me = 0; me < 6; ++me) {
        readers.emplace_back([&, me] {
            long sum = 0;
            for (const auto& [key, value] : sorted) sum += value;
            for (auto it = hashed.begin(); it != hashed.end(); ++it) sum += it->second;
            for (auto it = sorted.rbegin(); it != sorted.rend(); ++it) sum -= it->second;
            CHECK(sum == 124'750);
            for (int i = me; i < 500; i += 6) {
                CHECK(sorted.find(i)->second == hashed.at(i));
                CHECK(sorted.lower_bound(i)->first == i && hashed.count(i) == 1);
                CHECK(hashed.find(-1) == hashed.end());
            }
            auto [from, to] = sorted.equal_range(7);
            CHECK(std::next(from) == to && shared->second == 250);
            CHECK(hashed.bucket_size(hashed.bucket(3)) >= 1 && !hashed.empty());
        });
    }
    for (auto& t : readers) t.join();
}
