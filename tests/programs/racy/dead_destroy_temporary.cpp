// EXPECT: iterator invalidated by destruction @ use / destroy
// OFF: dead_destroy
//
// A look-up helper takes the table by value, one & was forgotten: the iterator that it returns leads into a copy, which
// is gone at the end of the caller's line. In a real program the next allocation overwrites the element.
#include <cstdio>

#include "../kept.h"

using Prices = kept::map<int, int>;

struct Found {
    Prices::const_iterator price;
};

Found find_price(Prices prices, int id) { // should be const Prices&
    Found found{};
    found.price = prices.find(id);
    return found;
}

int main() {
    const Prices prices{{1, 10}, {2, 20}, {3, 30}};
    const Found found = find_price(prices, 2); // [destroy]
    const int value = found.price->second;     // [use]
    std::printf("value: %d\n", value);
}
