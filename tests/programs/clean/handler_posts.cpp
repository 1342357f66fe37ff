// EXPECT: silent
// OFF: edge_semaphore
// A timer's handler posts a semaphore (which a handler may do) for the thread that it interrupts, which is busy with
// map operations at that moment and has a finished map to give away. What the thread did before the handler ran is
// before the post.
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/time.h>
#include <thread>

#include "check.h"

static sem_t ready;
static sem_t taken;
static volatile sig_atomic_t full = 0;
static mapcheck::map<int, int> map;

int main() {
    constexpr int rounds = 100;
    CHECK(sem_init(&ready, 0, 0) == 0 && sem_init(&taken, 0, 0) == 0);
    sigset_t alarm;
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    CHECK(pthread_sigmask(SIG_BLOCK, &alarm, nullptr) == 0);
    struct sigaction action {};
    action.sa_flags = SA_RESTART;
    action.sa_handler = [](int) {
        if (!full) return;
        full = 0;
        sem_post(&ready);
    };
    CHECK(sigaction(SIGALRM, &action, nullptr) == 0);
    std::thread worker([&] {
        CHECK(pthread_sigmask(SIG_UNBLOCK, &alarm, nullptr) == 0);
        mapcheck::unordered_map<int, int> busy;
        for (int round = 0; round < rounds; ++round) {
            for (int i = 0; i < 10; ++i) map[i] = round;
            full = 1;
            for (int i = 0; full; ++i) {
                busy[i % 100] = i;
                busy.erase(i % 100 - 5);
                for (auto it = busy.begin(); it != busy.end() && full; ++it) CHECK(it->second >= 0);
            }
            while (sem_wait(&taken) != 0) {}
        }
        CHECK(pthread_sigmask(SIG_BLOCK, &alarm, nullptr) == 0);
    });
    std::thread taker([&] {
        for (int round = 0; round < rounds; ++round) {
            while (sem_wait(&ready) != 0) {}
            for (auto it = map.begin(); it != map.end(); it = map.erase(it)) CHECK(it->second == round);
            sem_post(&taken);
        }
    });
    itimerval often{};
    often.it_interval.tv_usec = often.it_value.tv_usec = 1000;
    CHECK(setitimer(ITIMER_REAL, &often, nullptr) == 0);
    worker.join();
    taker.join();
    CHECK(map.empty());
}
