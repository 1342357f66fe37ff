// EXPECT: concurrent map iteration and map write @ write / step
// OFF: iteration_write
//
// A configuration reload assigns a new table over the one that request threads walk; "requests are short, nobody will
// be in there". Nothing orders the two. Met in every service that reloads on SIGHUP.
#include <string>
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

int main() {
    mapcheck::map<std::string, int> routes{{"/", 1}, {"/login", 2}, {"/orders", 3}};
    Cue served;

    std::thread request([&] {
        int longest = 0;
        for (const auto& route : routes) longest += route.second; // [step]
        std::printf("matched: %d\n", longest);
        served.set();
    });
    std::thread reloader([&] {
        const mapcheck::map<std::string, int> fresh{{"/", 1}, {"/admin", 9}};
        served.await();
        routes = fresh; // [write]
    });
    request.join();
    reloader.join();
}
