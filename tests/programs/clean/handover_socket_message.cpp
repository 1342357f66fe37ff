// EXPECT: silent
// OFF: edge_descriptor
// The same with sendmsg and recvmsg on a datagram pair, the receiver woken by poll.
#include <poll.h>
#include <sys/socket.h>
#include <thread>

#include "half.h"

int main() {
    Half work;
    int ends[2];
    CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0);
    std::thread giver([&] {
        work.first();
        char text[] = "half";
        iovec part{text, 4};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        CHECK(sendmsg(ends[0], &message, 0) == 4);
    });
    std::thread taker([&] {
        pollfd watched{ends[1], POLLIN, 0};
        CHECK(poll(&watched, 1, 5000) == 1);
        char text[4];
        iovec part{text, 4};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        CHECK(recvmsg(ends[1], &message, 0) == 4);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
