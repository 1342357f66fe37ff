// EXPECT: silent
// OFF: edge_exit
// Processes that end in every way there is, while detached threads of theirs go on using maps: main returns, exit from
// main and from a worker, quick_exit with handlers, _exit, _Exit, the last thread's pthread_exit after main's. Statics,
// thread-local objects and handlers of both kinds of exit use maps to the last.
#include <cstdlib>
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <mutex>
#include <pthread.h>
#include <sys/wait.h>
#include <thread>

#include "check.h"

static mapcheck::map<int, int> table{{1, 1}, {2, 2}};
static mapcheck::map<int, int> used_long_ago{{1, 1}};

static int walk() {
    int sum = 0;
    for (auto it = table.begin(); it != table.end(); ++it) sum += it->second;
    return sum;
}

struct Static {
    ~Static() {
        CHECK(walk() == 3);
        table[3] = 3;
        used_long_ago.clear();
    }
};
static Static object;
struct Local {
    mapcheck::unordered_map<int, int> map;
    ~Local() {
        for (int i = 0; i < 10; ++i) map[i] = i;
        CHECK(map.size() == 10);
    }
};
static thread_local Local local;

enum Way { by_return, by_exit, by_worker, by_quick_exit, by_underscore, by_capital, by_last_thread, ways };

static void go_on() {
    // What never ends: a map that is never destroyed, and one of the thread itself.
    static Cue running;
    static Cue used;
    std::thread([] {
        used_long_ago[2] = 2; // and never again
        used.set();
        auto& map = *new mapcheck::unordered_map<int, int>;
        for (int i = 0;; ++i) {
            map[i] = i;
            local.map[i % 10] = i;
            if (i >= 50) map.erase(i - 50);
            int seen = 0;
            for (const auto& entry : map) seen += entry.second >= 0;
            CHECK(seen <= 51);
            if (i == 100) running.set();
        }
    }).detach();
    used.await();
    running.await();
}

static int child(int way) {
    std::atexit([] { CHECK(walk() == 3); });
    std::at_quick_exit([] {
        CHECK(walk() == 3);
        table.erase(1);
        used_long_ago.clear();
    });
    local.map[0] = 1;
    if (way != by_last_thread) go_on();
    switch (way) {
    case by_exit:
        std::exit(7);
    case by_worker:
        std::thread([] { std::exit(7); }).join();
        break;
    case by_quick_exit:
        std::quick_exit(7);
    case by_underscore:
        _exit(7);
    case by_capital:
        _Exit(7);
    case by_last_thread: {
        static std::mutex mutex;
        for (int n = 0; n < 3; ++n)
            std::thread([] {
                for (int i = 0; i < 20; ++i) {
                    std::lock_guard lock(mutex);
                    used_long_ago[i] = i;
                    CHECK(walk() == 3);
                }
            }).detach();
        pthread_exit(nullptr);
    }
    default:
        break;
    }
    return 7;
}

int main() {
    for (int way = 0; way < ways; ++way) {
        const pid_t process = fork();
        CHECK(process >= 0);
        if (process == 0) return child(way);
        int status = -1;
        CHECK(waitpid(process, &status, 0) == process);
        const int expected = way == by_last_thread ? 0 : 7;
        if (!WIFEXITED(status) || WEXITSTATUS(status) != expected) std::fprintf(stderr, "way %d: %x\n", way, status);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == expected);
    }
}
