// EXPECT: silent
// OFF: edge_futex
// A futex alone: the waiter sleeps on a word that never changes, and FUTEX_WAKE says that it has woken it. The
// kernel's wake-up is a full barrier on both sides.
#include <linux/futex.h>
#include <sys/syscall.h>
#include <thread>

#include "half.h"

int main() {
    Half work;
    int word = 0;
    std::thread giver([&] {
        work.first();
        while (syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0) != 1) usleep(100);
    });
    std::thread taker([&] {
        while (syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, nullptr, nullptr, 0) != 0) {}
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
