// EXPECT: silent
// OFF: edge_descriptor
// A broadcast: an eventfd is written once and never read; threads that find it readable by poll or select know that
// the write has happened.
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <thread>

#include "half.h"

int main() {
    const int event = eventfd(0, 0);
    CHECK(event >= 0);
    Half work[2];
    std::thread giver([&] {
        for (auto& w : work) w.first();
        CHECK(eventfd_write(event, 1) == 0);
    });
    std::thread polling([&] {
        pollfd watched{event, POLLIN, 0};
        CHECK(poll(&watched, 1, 5000) == 1);
        work[0].second();
    });
    std::thread selecting([&] {
        fd_set set;
        FD_ZERO(&set);
        FD_SET(event, &set);
        CHECK(select(event + 1, &set, nullptr, nullptr, nullptr) == 1);
        work[1].second();
    });
    giver.join();
    polling.join();
    selecting.join();
    for (auto& w : work) w.done();
    close(event);
}
