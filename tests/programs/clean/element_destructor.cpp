// EXPECT: silent
// OFF: clause_own_thread
// The destructor of an element reads and changes the map that it is being erased from: a connection that takes its
// peer along, a subscription that notes its own end. The library unlinks the element first and destroys it after,
// so that the map is whole when the destructor runs. (The standard leaves re-entrancy to the implementation
// [reentrancy]; this one is common and works.)
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>

#include "check.h"

struct Connection;
using Connections = mapcheck::map<int, Connection>;
struct Connection {
    Connections* all = nullptr;
    int peer = -1;
    ~Connection() {
        if (!all) return;
        CHECK(all->count(peer) <= 1);
        if (peer >= 0) all->erase(peer);
    }
};

struct Job;
using Jobs = mapcheck::unordered_map<int, Job>;
static int finished = 0;
struct Job {
    Jobs* all = nullptr;
    int follow_up = -1;
    ~Job() {
        if (!all) return;
        ++finished;
        CHECK(all->find(-7) == all->end());
        if (follow_up >= 0) (*all)[follow_up].all = all; // room is reserved
    }
};

int main() {
    Connections connections;
    for (int i = 0; i < 20; ++i) {
        auto& made = connections[i];
        made.all = &connections;
        made.peer = i ^ 1;
    }
    connections.erase(4);
    CHECK(connections.size() == 18);
    connections.erase(connections.find(7));
    CHECK(connections.size() == 16);
    for (auto it = connections.begin(); it != connections.end();) {
        it->second.peer = -1;
        it = connections.erase(it);
    }
    CHECK(connections.empty());

    Jobs jobs;
    jobs.reserve(100);
    for (int i = 0; i < 10; ++i) {
        auto& made = jobs[i];
        made.all = &jobs;
        made.follow_up = 50 + i;
    }
    for (int i = 0; i < 10; ++i) jobs.erase(i);
    CHECK(finished == 10 && jobs.size() == 10);
    while (!jobs.empty()) jobs.erase(jobs.begin());
    CHECK(finished == 20);
}
