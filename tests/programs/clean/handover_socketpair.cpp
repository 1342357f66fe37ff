// EXPECT: silent
// OFF: edge_descriptor
// A message through a pair of sockets, sent and received with send and recv.
#include <sys/socket.h>
#include <thread>

#include "half.h"

int main() {
    Half work;
    int ends[2];
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    std::thread giver([&] {
        work.first();
        CHECK(send(ends[0], "go", 2, 0) == 2);
    });
    std::thread taker([&] {
        char text[2];
        CHECK(recv(ends[1], text, 2, MSG_WAITALL) == 2);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
