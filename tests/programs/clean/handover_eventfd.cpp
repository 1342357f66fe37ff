// EXPECT: silent
// OFF: edge_descriptor
// An eventfd counter: eventfd_write is before the eventfd_read that takes the count.
#include <sys/eventfd.h>
#include <thread>

#include "half.h"

int main() {
    Half work;
    const int event = eventfd(0, EFD_CLOEXEC);
    CHECK(event >= 0);
    std::thread giver([&] {
        work.first();
        CHECK(eventfd_write(event, 1) == 0);
    });
    std::thread taker([&] {
        eventfd_t count = 0;
        CHECK(eventfd_read(event, &count) == 0);
        CHECK(count == 1);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
