// EXPECT: iterator invalidated by erase @ step / write
// OFF: dead_erase
//
// An iterator is held, the same element is erased by key further down, then the iterator is stepped. The two lines are
// usually in two functions, which is why nobody sees it.
#include <cstdio>

#include "../kept.h"

void expire(kept::unordered_map<int, int>& tokens, int id) {
    tokens.erase(id); // [write]
}

int main() {
    kept::unordered_map<int, int> tokens;
    for (int id = 0; id < 8; ++id) tokens.emplace(id, id);

    auto token = tokens.find(3);
    expire(tokens, token->first);
    ++token; // [step]
    std::printf("next is the end: %d\n", token == tokens.end());
}
