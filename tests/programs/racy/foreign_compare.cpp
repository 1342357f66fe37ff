// EXPECT: iterator of another map @ use / fill
// OFF: foreign_iterator
//
// Found in one map, compared with the end of another: always "found". Permission checks have been passed by this line.
#include <cstdio>

#include <mapcheck/map.h>

int main() {
    mapcheck::map<int, int> admins;
    mapcheck::map<int, int> users;
    for (int id = 1; id < 3; ++id) admins.emplace(id, id);
    for (int id = 1; id < 8; ++id) users.emplace(id, id); // [fill]

    const bool is_admin = admins.find(7) != users.end(); // [use]
    std::printf("admin: %d\n", is_admin);
}
