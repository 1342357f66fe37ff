// EXPECT: silent
// OFF: clause_own_thread
// Loops from behind, erasing through base(): the reverse iterator rests on the element after the one it shows, and is
// made anew from erase's result.
#include <iterator>
#include <mapcheck/map.h>
#include <mapcheck/set.h>

#include "check.h"

int main() {
    mapcheck::map<int, int> map;
    for (int i = 0; i < 100; ++i) map[i] = i;
    int shown = 0;
    for (auto it = map.rbegin(); it != map.rend();) {
        ++shown;
        if (it->first % 3 == 0) {
            it = std::make_reverse_iterator(map.erase(std::next(it).base()));
        } else {
            ++it;
        }
    }
    CHECK(shown == 100 && map.size() == 66);

    mapcheck::multiset<int> bag{5, 1, 4, 1, 3};
    int last = 9;
    for (auto it = bag.crbegin(); it != bag.crend(); ++it) {
        CHECK(*it <= last);
        last = *it;
    }
    while (!bag.empty()) bag.erase(std::prev(bag.end()));

    auto place = map.end();
    while (place != map.begin()) {
        --place;
        if (place->first % 3 == 1) place = map.erase(place);
    }
    CHECK(map.size() == 33 && map.rbegin()->first == 98);
}
