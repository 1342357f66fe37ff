// EXPECT: silent
// OFF: edge_descriptor
// A connection alone, without a byte: what was done before connect is before what is done after the accept that takes
// it.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>

#include "half.h"

int main() {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const name = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    CHECK(bind(listener, name, size) == 0 && listen(listener, 1) == 0 && getsockname(listener, name, &size) == 0);
    Half work;
    std::thread server([&] {
        const int client = accept(listener, nullptr, nullptr);
        CHECK(client >= 0);
        work.second();
        close(client);
    });
    std::thread client([&] {
        work.first();
        const int connection = socket(AF_INET, SOCK_STREAM, 0);
        CHECK(connect(connection, name, size) == 0);
        close(connection);
    });
    server.join();
    client.join();
    work.done();
    close(listener);
}
