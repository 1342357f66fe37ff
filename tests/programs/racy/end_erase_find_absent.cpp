// EXPECT: end iterator used @ use / -
// OFF: end_iterator
// OPTIONS: halt_on_error=1
//
// A session is dropped that was never there: find finds nothing, and erase gets the end. The node that it takes out is
// a null pointer (so the run is halted at the report, before the damage).
#include <string>

#include <mapcheck/unordered_map.h>

int main() {
    mapcheck::unordered_map<std::string, int> sessions{{"alice", 1}, {"bob", 2}};

    sessions.erase(sessions.find("nobody")); // [use]
}
