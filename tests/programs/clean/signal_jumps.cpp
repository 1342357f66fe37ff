// EXPECT: silent
// OFF: edge_lock
// A time-out by siglongjmp: the handler of a timer jumps out of a computation that only reads maps of its own and takes
// no lock, a few hundred times. Before and after, the thread shares a map with another one under a mutex. SIGALRM is
// handled with SA_NODEFER on an alternate stack, so handlers may nest.
#include <csetjmp>
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <mutex>
#include <signal.h>
#include <sys/time.h>
#include <thread>

#include "check.h"

static sigjmp_buf out;
static volatile sig_atomic_t armed = 0;
static volatile sig_atomic_t jumps = 0;
alignas(16) static char stack[64 * 1024];

static std::mutex mutex;
static mapcheck::map<int, int> shared;
static Cue stop;

static void use_shared(int me) {
    std::lock_guard lock(mutex);
    for (int i = 0; i < 10; ++i) shared[me * 10 + i] += 1;
    int seen = 0;
    for (const auto& entry : shared) seen += entry.second >= 0;
    CHECK(seen == static_cast<int>(shared.size()));
    shared.erase(me * 10);
}

template <class Map>
__attribute__((noinline)) static long look(const Map& map, int from) {
    long sum = 0;
    for (auto it = map.find(from); it != map.end(); ++it) sum += it->second + static_cast<long>(map.count(from));
    return sum;
}

int main() {
    stack_t alternate{};
    alternate.ss_sp = stack;
    alternate.ss_size = sizeof stack;
    CHECK(sigaltstack(&alternate, nullptr) == 0);
    struct sigaction action {};
    action.sa_handler = [](int) {
        if (!armed) return;
        armed = 0;
        jumps = jumps + 1;
        siglongjmp(out, 1);
    };
    action.sa_flags = SA_NODEFER | SA_ONSTACK;
    CHECK(sigaction(SIGALRM, &action, nullptr) == 0);

    mapcheck::map<int, int> tree[4];
    mapcheck::unordered_map<int, int> table[4];
    for (int i = 0; i < 64; ++i)
        for (int m = 0; m < 4; ++m) tree[m][i] = table[m][i] = i;

    sigset_t alarm_only;
    sigemptyset(&alarm_only);
    sigaddset(&alarm_only, SIGALRM);
    CHECK(pthread_sigmask(SIG_BLOCK, &alarm_only, nullptr) == 0); // the other thread is never interrupted
    std::thread other([] {
        for (;;) {
            use_shared(2);
            std::lock_guard lock(mutex);
            if (shared.count(-1) != 0) break;
        }
    });
    CHECK(pthread_sigmask(SIG_UNBLOCK, &alarm_only, nullptr) == 0);
    for (volatile int round = 0; round < 300; round = round + 1) {
        use_shared(1);
        if (sigsetjmp(out, 1) == 0) {
            const itimerval soon{{0, 0}, {0, 100 + round}};
            armed = 1;
            CHECK(setitimer(ITIMER_REAL, &soon, nullptr) == 0);
            // Maps that are made and used for the first time here, too: the computation enters the runtime often.
            for (long sum = 0;; ++sum) {
                const mapcheck::map<int, int> never_filled;
                sum += look(tree[sum & 3], 20) + look(table[sum & 3], 20) + look(never_filled, 1);
            }
        }
        CHECK(!armed);
    }
    {
        std::lock_guard lock(mutex);
        shared[-1] = 0;
    }
    other.join();
    CHECK(jumps == 300);
}
