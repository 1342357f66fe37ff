// EXPECT: silent
// OFF: edge_descriptor
// Closing the writing end is the message: who reads the end of the file (0 bytes) knows all that was done before the
// close; likewise with shutdown of a socket.
#include <sys/socket.h>
#include <thread>

#include "half.h"

int main() {
    int ends[2];
    int sockets[2];
    CHECK(pipe(ends) == 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0);
    Half one;
    Half two;
    std::thread giver([&] {
        one.first();
        close(ends[1]);
        two.first();
        CHECK(shutdown(sockets[1], SHUT_WR) == 0);
    });
    std::thread taker([&] {
        char byte;
        CHECK(read(ends[0], &byte, 1) == 0);
        one.second();
        CHECK(recv(sockets[0], &byte, 1, 0) == 0);
        two.second();
    });
    giver.join();
    taker.join();
    one.done();
    two.done();
}
