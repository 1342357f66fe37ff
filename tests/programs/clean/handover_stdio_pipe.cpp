// EXPECT: silent
// OFF: edge_descriptor
// A line of text through a pipe by way of FILE streams: fputs and fflush on one end, fgets on the other. The transfer
// is the C library's own, under stdio.
#include <cstring>
#include <thread>

#include "half.h"

int main() {
    int ends[2];
    CHECK(pipe(ends) == 0);
    std::FILE* const in = fdopen(ends[0], "r");
    std::FILE* const out = fdopen(ends[1], "w");
    CHECK(in && out);
    Half work;
    std::thread giver([&] {
        work.first();
        std::fputs("half\n", out);
        std::fflush(out);
    });
    std::thread taker([&] {
        char line[16];
        CHECK(std::fgets(line, sizeof line, in));
        CHECK(std::strcmp(line, "half\n") == 0);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
    std::fclose(in);
    std::fclose(out);
}
