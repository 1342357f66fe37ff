// EXPECT: silent
// Pointers and references to elements of an unordered_map survive every rehash [unord.req.general]; iterators are
// taken again from the key. No OFF: what is legal here is what no rule looks at.
#include <mapcheck/unordered_map.h>
#include <vector>

#include "check.h"

int main() {
    mapcheck::unordered_map<int, int> map;
    std::vector<int*> values;
    std::vector<const std::pair<const int, int>*> elements;
    for (int i = 0; i < 5000; ++i) {
        auto [it, inserted] = map.emplace(i, i);
        CHECK(inserted && it->second == i); // before the next insertion
        values.push_back(&it->second);
        elements.push_back(&*it);
        if (i % 100 == 0) {
            it = map.find(elements[i / 2]->first);
            CHECK(&*it == elements[i / 2]);
            map.rehash(map.bucket_count() + 1000);
            it = map.find(i);
            ++it;
        }
    }
    map.max_load_factor(3);
    map.reserve(50'000);
    for (int i = 0; i < 5000; ++i) CHECK(*values[i] == elements[i]->first);
    int& kept = map[77];
    for (int i = 5000; i < 60'000; ++i) map[i] = 0;
    kept = -1;
    CHECK(map.at(77) == -1);
}
