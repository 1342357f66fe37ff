// EXPECT: silent
// OFF: edge_descriptor
// A datagram over loopback (UDP): sendto is before the recvfrom that gets its message.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>

#include "half.h"

int main() {
    Half work;
    const int from = socket(AF_INET, SOCK_DGRAM, 0);
    const int to = socket(AF_INET, SOCK_DGRAM, 0);
    CHECK(from >= 0 && to >= 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const name = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    CHECK(bind(to, name, size) == 0);
    CHECK(getsockname(to, name, &size) == 0);
    std::thread giver([&] {
        work.first();
        CHECK(sendto(from, "half", 4, 0, name, size) == 4);
    });
    std::thread taker([&] {
        char text[4];
        CHECK(recvfrom(to, text, 4, 0, nullptr, nullptr) == 4);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
    close(from);
    close(to);
}
