// EXPECT: silent
// OFF: clause_own_thread
// A signal handler that the thread raises itself, between two steps of its loop, erases another element and inserts:
// raise returns after the handler has, on the same thread, at a moment when the map is whole. One handler runs on an
// alternate stack.
#include <mapcheck/map.h>
#include <signal.h>

#include "check.h"

static mapcheck::map<int, int> map;
static int current = 0;
alignas(16) static char stack[64 * 1024];

int main() {
    stack_t alternate{};
    alternate.ss_sp = stack;
    alternate.ss_size = sizeof stack;
    CHECK(sigaltstack(&alternate, nullptr) == 0);
    struct sigaction action {};
    action.sa_handler = [](int) {
        map.erase(current - 1);
        map[current + 1000] = 1;
    };
    CHECK(sigaction(SIGUSR1, &action, nullptr) == 0);
    action.sa_flags = SA_ONSTACK;
    CHECK(sigaction(SIGUSR2, &action, nullptr) == 0);
    for (int i = 0; i < 100; ++i) map[i] = 0;
    int steps = 0;
    for (auto it = map.begin(); it != map.end() && it->first < 1000; ++it) {
        current = it->first;
        CHECK(raise(current % 2 ? SIGUSR1 : SIGUSR2) == 0);
        ++steps;
    }
    CHECK(steps == 100 && map.size() == 101);
}
