// EXPECT: silent
// OFF: edge_lock
// A worker forks; the child, in which the worker is the only thread, makes threads of its own that share the
// inherited map under a mutex, and ends by exit; the parent waits for it and goes on.
#include <mapcheck/map.h>
#include <mutex>
#include <sys/wait.h>
#include <thread>

#include "check.h"

static mapcheck::map<int, int> map;
static std::mutex mutex;

static void work() {
    auto run = [](int me) {
        for (int i = 0; i < 100; ++i) {
            std::lock_guard lock(mutex);
            map[me * 100 + i] = i;
            if (i >= 10) map.erase(me * 100 + i - 10);
            int count = 0;
            for (const auto& entry : map) count += entry.second >= 0;
            CHECK(count == static_cast<int>(map.size()));
        }
    };
    std::thread one(run, 1);
    std::thread two(run, 2);
    one.join();
    two.join();
    CHECK(map.size() == 21);
}

int main() {
    map[0] = 0;
    std::thread worker([] {
        const pid_t child = fork();
        CHECK(child >= 0);
        if (child == 0) {
            work();
            std::exit(0);
        }
        int status = -1;
        CHECK(waitpid(child, &status, 0) == child);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        CHECK(map.size() == 1);
        work();
    });
    worker.join();
    CHECK(map.size() == 21);
}
