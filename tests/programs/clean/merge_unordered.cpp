// EXPECT: silent
// OFF: clause_own_thread
// merge of unordered maps: iterators to what stays behind in the source remain valid, those of transferred elements
// and of the target are not used again [unord.req.general]; pointers to elements survive everything.
#include <mapcheck/unordered_map.h>
#include <vector>

#include "check.h"

int main() {
    using Map = mapcheck::unordered_map<int, int>;
    Map target;
    Map source;
    for (int i = 0; i < 100; i += 2) target[i] = 1;
    for (int i = 0; i < 100; ++i) source[i] = 2;
    std::vector<Map::iterator> staying;
    std::vector<const Map::value_type*> going;
    for (auto it = source.begin(); it != source.end(); ++it) {
        if (it->first % 2 == 0) {
            staying.push_back(it);
        } else {
            going.push_back(&*it);
        }
    }
    target.merge(source);
    CHECK(target.size() == 100 && source.size() == 50);
    for (auto it : staying) CHECK(it->second == 2);
    for (auto* element : going) CHECK(element->second == 2 && &*target.find(element->first) == element);
    for (auto it : staying) source.erase(it);
    CHECK(source.empty());
}
