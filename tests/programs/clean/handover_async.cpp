// EXPECT: silent
// OFF: edge_create
// std::async: the call synchronises with the function's beginning, its end with get [futures.async].
#include <future>

#include "half.h"

int main() {
    Half work;
    work.first();
    auto finished = std::async(std::launch::async, [&] {
        work.second();
        return 7;
    });
    CHECK(finished.get() == 7);
    work.done();

    Half lazy;
    lazy.first();
    auto deferred = std::async(std::launch::deferred, [&] { lazy.second(); });
    deferred.get(); // runs here
    lazy.done();
}
