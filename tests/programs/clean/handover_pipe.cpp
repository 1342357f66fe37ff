// EXPECT: silent
// OFF: edge_descriptor
// A byte through a pipe: read returns what write put in, so that everything before the write is before everything
// after the read.
#include <thread>

#include "half.h"

int main() {
    Half work;
    int ends[2];
    CHECK(pipe(ends) == 0);
    std::thread giver([&] {
        work.first();
        CHECK(write(ends[1], "x", 1) == 1);
    });
    std::thread taker([&] {
        char byte = 0;
        CHECK(read(ends[0], &byte, 1) == 1);
        CHECK(byte == 'x');
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
