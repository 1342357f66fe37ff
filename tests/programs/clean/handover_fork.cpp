// EXPECT: silent
// OFF: edge_fork
// The child of a fork gets a copy of the memory as it is at that moment: every access that a thread has
// made before is in it, and none can come later. The other thread stands still between maps (it sleeps),
// so the copy is whole. The child works on its copy, the parent keeps its own.
#include <mapcheck/map.h>
#include <sys/wait.h>
#include <thread>

#include "check.h"

int main() {
    mapcheck::map<int, int> map;
    Cue filled;
    Cue forked;
    std::thread filler([&] {
        for (int i = 0; i < 50; ++i) map[i] = i;
        filled.set();
        forked.await();
        map.erase(7);
    });
    filled.await();
    const pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        int sum = 0;
        for (auto it = map.begin(); it != map.end(); it = map.erase(it)) sum += it->second;
        CHECK(sum == 49 * 25);
        map[1] = 1;
        std::exit(0); // as a program ends, so that an exit status of the detector would be seen
    }
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child);
    forked.set();
    filler.join();
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    CHECK(map.size() == 49);
}
