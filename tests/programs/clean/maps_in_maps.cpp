// EXPECT: silent
// OFF: clause_travel
// Maps as elements of maps, of variants and of vectors that are sorted: the outer container moves the inner ones about,
// and iterators into these stay good.
#include <algorithm>
#include <mapcheck/map.h>
#include <mapcheck/set.h>
#include <mapcheck/unordered_map.h>
#include <utility>
#include <variant>
#include <vector>

#include "check.h"

int main() {
    using Inner = mapcheck::map<int, int>;
    mapcheck::unordered_map<int, Inner> outer; // rehashes: the nodes and the inner maps do not move
    std::vector<std::pair<int, Inner::iterator>> places;
    for (int i = 0; i < 300; ++i) {
        Inner inner;
        for (int k = 0; k < 5; ++k) inner[k] = i;
        auto place = inner.find(2);
        outer.emplace(i, std::move(inner)); // the elements move in, with their iterators
        places.emplace_back(i, place);
    }
    for (auto [i, place] : places) {
        CHECK(place->second == i);
        auto& owner = outer.at(i);
        place = owner.erase(place);
        CHECK(place->first == 3 && std::distance(place, owner.end()) == 2);
    }
    std::vector<Inner> list;
    for (auto& [i, inner] : outer) list.push_back(std::move(inner));
    std::vector<Inner::iterator> heads;
    std::sort(list.begin(), list.end(), [](const Inner& a, const Inner& b) { return a.at(0) < b.at(0); });
    for (auto& inner : list) heads.push_back(inner.begin());
    std::reverse(list.begin(), list.end());
    for (int i = 0; i < 300; ++i) {
        CHECK(heads[i]->second == i);
        CHECK(list[299 - i].erase(heads[i])->first == 1);
    }
    using Either = std::variant<Inner, mapcheck::set<int>>;
    std::vector<Either> several;
    std::vector<mapcheck::set<int>::iterator> middle;
    for (int i = 0; i < 20; ++i) {
        mapcheck::set<int> numbers{i, i + 1, i + 2};
        middle.push_back(numbers.find(i + 1));
        several.emplace_back(std::move(numbers));
    }
    for (int i = 0; i < 20; ++i) {
        auto& numbers = std::get<1>(several[i]);
        CHECK(*std::next(middle[i]) == i + 2);
        numbers.erase(middle[i]);
        CHECK(numbers.size() == 2);
    }
}
