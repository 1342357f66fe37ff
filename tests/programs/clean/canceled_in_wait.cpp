// NEEDS: libstdc++
// EXPECT: silent
// OFF: edge_lock
// A thread is cancelled while it waits on a condition variable: pthread_cond_wait takes the mutex again before the
// cleanup handlers run (POSIX), so that the handler may finish the iteration that the thread had begun, and give the
// lock back.
#include <mapcheck/map.h>
#include <pthread.h>

#include "check.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static mapcheck::map<int, int> map;
static mapcheck::map<int, int>::iterator at;
static bool waiting = false;
static int sum = 0;

static void finish(void*) {
    for (; at != map.end(); ++at) sum += at->second;
    map.clear();
    pthread_mutex_unlock(&mutex);
}

int main() {
    pthread_t waiter;
    pthread_t writer;
    auto wait = [](void*) -> void* {
        pthread_mutex_lock(&mutex);
        pthread_cleanup_push(finish, nullptr);
        for (int i = 0; i < 10; ++i) map[i] = 1;
        at = map.find(5);
        waiting = true;
        for (;;) pthread_cond_wait(&changed, &mutex);
        pthread_cleanup_pop(1);
    };
    static Cue written;
    static Cue seen;
    auto write = [](void*) -> void* {
        for (bool ready = false; !ready; usleep(100)) {
            pthread_mutex_lock(&mutex);
            ready = waiting;
            if (ready) {
                for (int i = 10; i < 20; ++i) map[i] = 1;
            }
            pthread_mutex_unlock(&mutex);
        }
        written.set();
        seen.await(); // still there when the handler runs
        return nullptr;
    };
    CHECK(pthread_create(&waiter, nullptr, wait, nullptr) == 0);
    CHECK(pthread_create(&writer, nullptr, write, nullptr) == 0);
    written.await();
    CHECK(pthread_cancel(waiter) == 0);
    void* result = nullptr;
    CHECK(pthread_join(waiter, &result) == 0 && result == PTHREAD_CANCELED);
    seen.set();
    CHECK(pthread_join(writer, nullptr) == 0);
    CHECK(sum == 15 && map.empty());
}
