// EXPECT: silent
// OFF: edge_join
// A thread begins an iteration and ends; who joins it goes on: the end of a thread synchronises with the
// return of join [thread.thread.member].
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::thread giver([&] { work.first(); });
    giver.join();
    work.second();
    work.done();
}
