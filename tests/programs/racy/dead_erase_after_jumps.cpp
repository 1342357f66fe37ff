// EXPECT: iterator invalidated by erase @ use / erase
// OFF: dead_erase
// A time-out by siglongjmp, taken two hundred times in the middle of operations on maps, does not blind the thread that
// jumped: the bug that it meets afterwards is reported.
#include <csetjmp>
#include <signal.h>
#include <sys/time.h>

#include "../kept.h"

static sigjmp_buf out;
static volatile sig_atomic_t armed = 0;

__attribute__((noinline)) static void erase(kept::map<int, int>& map) {
    map.erase(2); // [erase]
}

__attribute__((noinline)) static int use(const kept::map<int, int>::iterator& it) {
    return it->second; // [use]
}

int main() {
    struct sigaction action {};
    action.sa_handler = [](int) {
        if (!armed) return;
        armed = 0;
        siglongjmp(out, 1);
    };
    sigaction(SIGALRM, &action, nullptr);
    for (volatile int round = 0; round < 200; round = round + 1) {
        if (sigsetjmp(out, 1) == 0) {
            const itimerval soon{{0, 0}, {0, 100 + round}};
            armed = 1;
            setitimer(ITIMER_REAL, &soon, nullptr);
            for (;;) { // nearly all of it is a first use and a destruction, inside the runtime
                const kept::map<int, int> never_filled;
                if (never_filled.find(1) != never_filled.end()) return 1;
            }
        }
    }
    kept::map<int, int> map;
    for (int i = 0; i < 4; ++i) map[i] = i;
    auto it = map.find(2);
    erase(map);
    return use(it) == 2 ? 0 : 1;
}
