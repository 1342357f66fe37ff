// EXPECT: iterator invalidated by assignment @ step / write
// OFF: dead_assign
//
// A rule engine walks its rules; one rule's action is "reload the rules", which assigns to the map under the loop.
#include <cstdio>
#include <utility>

#include "../kept.h"

using Rules = kept::map<int, int>;

Rules load_rules() {
    Rules rules;
    for (int i = 0; i < 6; ++i) rules.emplace(i, i * 2);
    return rules;
}

int main() {
    Rules rules = load_rules();
    int evaluated = 0;
    for (const auto& rule : rules) { // [step]
        ++evaluated;
        if (evaluated == 3) {
            std::printf("rule %d reloads\n", rule.first);
            rules = load_rules(); // [write]
        }
    }
    std::printf("evaluated: %d\n", evaluated);
}
