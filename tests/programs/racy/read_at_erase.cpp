// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
//
// A limit is looked up by at() on the request path while the administration thread removes another tenant. Met in
// permission and quota tables that are "nearly constant".
#include <string>
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

int main() {
    mapcheck::map<std::string, int> limits{{"acme", 10}, {"globex", 20}, {"initech", 30}};
    Cue removed;

    std::thread admin([&] {
        limits.erase("initech"); // [write]
        removed.set();
    });
    std::thread request([&] {
        removed.await();
        const int limit = limits.at("acme"); // [read]
        std::printf("limit: %d\n", limit);
    });
    admin.join();
    request.join();
}
