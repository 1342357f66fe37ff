// EXPECT: silent
// OFF: edge_descriptor
// An eventfd that is never read: a thread that is told of it by epoll_wait knows that the write has happened.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <thread>

#include "half.h"

int main() {
    Half work;
    const int event = eventfd(0, 0);
    const int waiter = epoll_create1(0);
    epoll_event interest{};
    interest.events = EPOLLIN;
    CHECK(epoll_ctl(waiter, EPOLL_CTL_ADD, event, &interest) == 0);
    std::thread giver([&] {
        work.first();
        CHECK(eventfd_write(event, 1) == 0);
    });
    std::thread taker([&] {
        epoll_event got{};
        while (epoll_wait(waiter, &got, 1, 1000) != 1) {}
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
    close(event);
    close(waiter);
}
