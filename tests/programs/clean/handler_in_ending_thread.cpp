// EXPECT: silent
// no OFF: where the handler runs in main, the signal orders as well as the pipe
//
// A worker fills a map, sends its own process a signal and ends at once. The handler, which may run in the worker while
// that ends, writes a pipe (the self-pipe trick), on which main waits.
#include <csignal>
#include <sys/epoll.h>
#include <thread>
#include <unistd.h>

#include <mapcheck/map.h>

#include "check.h"

static int ends[2];

static void on_signal(int) { CHECK(write(ends[1], "x", 1) == 1); }

int main() {
    CHECK(pipe(ends) == 0);
    struct sigaction action {};
    action.sa_handler = on_signal;
    CHECK(sigaction(SIGUSR1, &action, nullptr) == 0);
    const int poll = epoll_create1(0);
    epoll_event event{EPOLLIN, {}};
    CHECK(epoll_ctl(poll, EPOLL_CTL_ADD, ends[0], &event) == 0);
    mapcheck::map<int, int> map;
    for (int round = 0; round < 50; ++round) {
        std::thread worker([&] {
            usleep(500);
            for (int i = 0; i < 10; ++i) map[i] = round;
            kill(getpid(), SIGUSR1);
        });
        while (epoll_wait(poll, &event, 1, -1) != 1) {}
        char byte;
        CHECK(read(ends[0], &byte, 1) == 1);
        int sum = 0;
        for (const auto& [key, value] : map) sum += value;
        CHECK(sum == 10 * round);
        map.clear();
        worker.join();
    }
}
