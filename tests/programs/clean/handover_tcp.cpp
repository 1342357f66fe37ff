// EXPECT: silent
// OFF: edge_descriptor
// A request over a TCP connection to the own machine: what was done before send is before what is done
// after the recv of those bytes, and the answer orders the way back.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>

#include "half.h"

int main() {
    Half work;
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(listener >= 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const name = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    CHECK(bind(listener, name, size) == 0);
    CHECK(listen(listener, 1) == 0);
    CHECK(getsockname(listener, name, &size) == 0);

    std::thread server([&] {
        const int client = accept(listener, nullptr, nullptr);
        CHECK(client >= 0);
        char text[4];
        CHECK(recv(client, text, 4, MSG_WAITALL) == 4);
        work.second();
        CHECK(send(client, "done", 4, 0) == 4);
        close(client);
    });
    std::thread client([&] {
        const int server_side = socket(AF_INET, SOCK_STREAM, 0);
        CHECK(connect(server_side, name, size) == 0);
        work.first();
        CHECK(write(server_side, "work", 4) == 4);
        char text[4];
        CHECK(recv(server_side, text, 4, MSG_WAITALL) == 4);
        work.done();
        close(server_side);
    });
    server.join();
    client.join();
    close(listener);
}
