// EXPECT: silent
// OFF: clause_own_thread
// Other programs are run in the middle of an iteration (popen, posix_spawn, system): their output is entered in the
// map that is being looped over, behind the place. One thread all the time.
#include <cstring>
#include <mapcheck/map.h>
#include <spawn.h>
#include <string>
#include <sys/wait.h>

#include "check.h"

extern char** environ;

int main() {
    mapcheck::map<std::string, std::string> facts{{"a", ""}, {"b", ""}, {"c", ""}};
    int steps = 0;
    for (auto it = facts.begin(); it != facts.end(); ++it, ++steps) {
        if (it->first == "a") {
            std::FILE* pipe = popen("echo popened", "r");
            CHECK(pipe);
            char line[32];
            CHECK(std::fgets(line, sizeof line, pipe));
            CHECK(pclose(pipe) == 0);
            facts[std::string(line, std::strcspn(line, "\n"))] = "seen";
        } else if (it->first == "b") {
            char program[] = "/bin/true";
            char* arguments[] = {program, nullptr};
            pid_t child;
            CHECK(posix_spawn(&child, program, nullptr, nullptr, arguments, environ) == 0);
            int status = -1;
            CHECK(waitpid(child, &status, 0) == child && status == 0);
            facts["spawned"] = "seen";
        } else if (it->first == "c") {
            CHECK(system("exit 0") == 0);
            facts["systemed"] = "seen";
            facts.erase("a");
        }
    }
    CHECK(steps == 6 && facts.size() == 5);
}
