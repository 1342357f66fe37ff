// EXPECT: silent
// OFF: edge_descriptor
// LINK: -lrt
// A POSIX message queue: mq_send is before the mq_receive of its message.
#include <fcntl.h>
#include <mqueue.h>
#include <thread>

#include "half.h"

int main() {
    Half work;
    const char* name = "/mapcheck_clean_handover";
    mq_unlink(name);
    mq_attr shape{};
    shape.mq_maxmsg = 1;
    shape.mq_msgsize = 8;
    const mqd_t queue = mq_open(name, O_CREAT | O_EXCL | O_RDWR, 0600, &shape);
    CHECK(queue != mqd_t(-1));
    mq_unlink(name);
    std::thread giver([&] {
        work.first();
        CHECK(mq_send(queue, "half", 4, 0) == 0);
    });
    std::thread taker([&] {
        char text[8];
        CHECK(mq_receive(queue, text, sizeof text, nullptr) == 4);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
