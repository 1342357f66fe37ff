// EXPECT: iterator invalidated by erase @ use / erase
// OFF: dead_erase
// The child of a process whose threads are in the middle of operations, and of a report, meets a bug that its parent
// does not: its own report is whole, and its exit status says so. (The parent passes it on.)
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "../cue.h"
#include "../kept.h"

static kept::map<int, int> map;

__attribute__((noinline)) static void erase() {
    map.erase(2); // [erase]
}

__attribute__((noinline)) static int use(const kept::map<int, int>::iterator& it) {
    return it->second; // [use]
}

__attribute__((noinline)) static int churn(int depth) {
    if (depth > 0) return churn(depth - 1) + 1;
    mapcheck::map<int, int> own;
    for (int i = 0; i < 5; ++i) own[i] = i;
    own.erase(3);
    return static_cast<int>(own.size());
}

int main() {
    static std::atomic<bool> stop{false};
    for (int i = 0; i < 4; ++i) map[i] = i;
    Cue running;
    std::thread other([&] {
        for (int i = 0; !stop.load(); ++i) {
            churn(i % 20);
            if (i == 100) running.set();
        }
    });
    running.await();
    int wrong = 0;
    int last = 0;
    for (int round = 0; round < 20; ++round) {
        const pid_t child = fork();
        if (child == 0) {
            // All but the last tell it where nobody looks.
            if (round != 19 && freopen("/dev/null", "w", stderr) == nullptr) _exit(9);
            auto it = map.find(2);
            erase();
            exit(use(it) == 2 ? 0 : 9);
        }
        waitpid(child, &last, 0);
        if (!WIFEXITED(last) || WEXITSTATUS(last) != 66) wrong = 1;
    }
    stop = true;
    other.join();
    return wrong != 0 ? wrong : WEXITSTATUS(last);
}
