// EXPECT: silent
// OFF: edge_lock
// pthread_atfork handlers take the map's mutex around fork, so that the child gets a map that nobody is
// changing and a mutex that it can unlock: what a thread did under the mutex is before the fork.
#include <mapcheck/unordered_map.h>
#include <pthread.h>
#include <sys/wait.h>
#include <thread>

#include "check.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static mapcheck::unordered_map<int, int> sessions;

int main() {
    pthread_atfork([] { pthread_mutex_lock(&mutex); }, [] { pthread_mutex_unlock(&mutex); },
                   [] { pthread_mutex_unlock(&mutex); });
    Cue running;
    Cue stop;
    std::thread writer([&] {
        for (int i = 0; i < 500; ++i) {
            pthread_mutex_lock(&mutex);
            sessions[i] = i;
            sessions.erase(i - 20);
            pthread_mutex_unlock(&mutex);
            if (i == 50) running.set();
            if (i > 50) usleep(20);
        }
        stop.await();
    });
    running.await();
    pthread_mutex_lock(&mutex);
    CHECK(sessions.size() == 20);
    pthread_mutex_unlock(&mutex);
    const pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        int seen = 0;
        for (auto it = sessions.begin(); it != sessions.end(); it = sessions.erase(it)) ++seen;
        CHECK(seen == 20);
        pthread_mutex_lock(&mutex);
        sessions[1] = 1;
        pthread_mutex_unlock(&mutex);
        std::exit(0);
    }
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child);
    stop.set();
    writer.join();
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    CHECK(sessions.size() == 20);
}
