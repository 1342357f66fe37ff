// EXPECT: silent
// OFF: edge_lock
// Other programs are started in every way there is, in the middle of an iteration and while another thread works on
// maps: vfork and exec, posix_spawn, system, popen; and the process makes a daemon of itself, which goes on using maps
// and makes threads of its own.
#include <mapcheck/map.h>
#include <mutex>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>

#include "check.h"

static std::mutex mutex;
static mapcheck::map<int, int> map;

static void wait_for(pid_t child) {
    CHECK(child > 0);
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void start_others() {
    char name[] = "true";
    char* const arguments[] = {name, nullptr};
    char* const environment[] = {nullptr};
    const pid_t forked = vfork();
    if (forked == 0) {
        execve("/bin/true", arguments, environment);
        _exit(9);
    }
    wait_for(forked);
    const pid_t failed = vfork();
    if (failed == 0) _exit(0); // the parent's exit status is not touched
    wait_for(failed);
    pid_t spawned = 0;
    CHECK(posix_spawn(&spawned, "/bin/true", nullptr, nullptr, arguments, environment) == 0);
    wait_for(spawned);
    CHECK(std::system("true") == 0);
    FILE* const pipe = popen("echo 5", "r");
    int number = 0;
    CHECK(pipe != nullptr && fscanf(pipe, "%d", &number) == 1 && number == 5 && pclose(pipe) == 0);
}

static void work(int me) {
    for (int i = 0; i < 200; ++i) {
        std::lock_guard lock(mutex);
        map[me * 1000 + i] = i;
        int seen = 0;
        for (const auto& entry : map) seen += entry.second >= 0;
        CHECK(seen == static_cast<int>(map.size()));
        if (i % 2 == 0) map.erase(me * 1000 + i);
    }
}

int main() {
    for (int i = 0; i < 3; ++i) map[i] = i;
    std::thread other(work, 1);
    int steps = 0;
    for (int round = 0; round < 3; ++round) {
        std::lock_guard lock(mutex);
        for (auto it = map.begin(); it != map.end() && it->first < 3; ++it) {
            if (++steps % 3 == 0) start_others();
        }
    }
    other.join();
    CHECK(steps == 9);

    int ends[2];
    CHECK(pipe(ends) == 0);
    const pid_t before = fork();
    if (before == 0) {
        auto it = map.begin();
        CHECK(daemon(1, 1) == 0);
        ++it;
        map.erase(map.begin());
        std::thread one(work, 2);
        std::thread two(work, 3);
        one.join();
        two.join();
        const char good = it->first == 1 ? 'y' : 'n';
        CHECK(write(ends[1], &good, 1) == 1);
        std::exit(0);
    }
    wait_for(before);
    close(ends[1]);
    char good = 0;
    CHECK(read(ends[0], &good, 1) == 1 && good == 'y');
}
