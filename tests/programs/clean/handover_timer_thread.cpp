// EXPECT: silent
// OFF: edge_unseen_thread
// A timer with SIGEV_THREAD: the C library makes a thread that nobody is seen to create, and its function
// reads what the program had written before it armed the timer.
#include <mapcheck/map.h>
#include <semaphore.h>
#include <signal.h>
#include <time.h>

#include "check.h"

static mapcheck::map<int, int> table;
static sem_t expired;

int main() {
    CHECK(sem_init(&expired, 0, 0) == 0);
    for (int i = 0; i < 30; ++i) table[i] = i;
    sigevent event{};
    event.sigev_notify = SIGEV_THREAD;
    event.sigev_notify_function = [](sigval) {
        int sum = 0;
        for (const auto& entry : table) sum += entry.second;
        CHECK(sum == 435);
        table.clear();
        sem_post(&expired);
    };
    timer_t timer;
    CHECK(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
    itimerspec when{};
    when.it_value.tv_nsec = 1'000'000;
    CHECK(timer_settime(timer, 0, &when, nullptr) == 0);
    while (sem_wait(&expired) != 0) {}
    CHECK(table.empty());
    table[1] = 1;
    timer_delete(timer);
}
