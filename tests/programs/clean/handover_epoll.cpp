// EXPECT: silent
// OFF: edge_descriptor
// The receiver sleeps in epoll_wait and then reads a non-blocking eventfd with read: the read is what orders.
#include <cstdint>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <thread>

#include "half.h"

int main() {
    Half work;
    const int event = eventfd(0, EFD_NONBLOCK);
    const int waiter = epoll_create1(0);
    epoll_event interest{};
    interest.events = EPOLLIN;
    CHECK(epoll_ctl(waiter, EPOLL_CTL_ADD, event, &interest) == 0);
    std::thread giver([&] {
        work.first();
        const std::uint64_t one = 1;
        CHECK(write(event, &one, sizeof one) == sizeof one);
    });
    std::thread taker([&] {
        epoll_event got{};
        while (epoll_wait(waiter, &got, 1, 1000) != 1) {}
        std::uint64_t count = 0;
        CHECK(read(event, &count, sizeof count) == sizeof count);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
