// EXPECT: silent
// OFF: edge_descriptor
// A FIFO opened separately by both threads, written with writev and read with readv: two descriptors, one object.
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <sys/uio.h>
#include <thread>

#include "half.h"

int main() {
    Half work;
    const auto name = "/tmp/mapcheck_clean_fifo_" + std::to_string(getpid());
    CHECK(mkfifo(name.c_str(), 0600) == 0);
    std::thread giver([&] {
        const int out = open(name.c_str(), O_WRONLY);
        CHECK(out >= 0);
        work.first();
        char a[] = "ha";
        char b[] = "lf";
        const iovec parts[] = {{a, 2}, {b, 2}};
        CHECK(writev(out, parts, 2) == 4);
        close(out);
    });
    std::thread taker([&] {
        const int in = open(name.c_str(), O_RDONLY);
        CHECK(in >= 0);
        char text[4];
        const iovec part{text, 4};
        CHECK(readv(in, &part, 1) == 4);
        work.second();
        close(in);
    });
    giver.join();
    taker.join();
    unlink(name.c_str());
    work.done();
}
