// EXPECT: iterator of another map @ use / fill
// OFF: foreign_iterator
//
// A hint that was computed for another set of the same type: a copy-and-paste mistake that a hint's "it is only a hint"
// hides. The standard wants a valid iterator of this container.
#include <cstdio>

#include <mapcheck/set.h>

int main() {
    mapcheck::set<int> users;
    mapcheck::set<int> groups;
    for (int id = 10; id < 50; id += 10) users.insert(id);
    for (int id = 10; id < 50; id += 10) groups.insert(id); // [fill]

    const auto hint = groups.find(10);
    users.insert(hint, 90); // [use]
    std::printf("users: %zu, groups: %zu\n", users.size(), groups.size());
}
