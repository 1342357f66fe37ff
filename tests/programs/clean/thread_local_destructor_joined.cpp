// EXPECT: silent
// OFF: edge_join
// A thread_local destructor and a pthread key's destructor write a map without any lock; both run before the thread
// has ended, and join comes after that. The key's value is set again in its own destructor, so that it runs in all
// rounds that POSIX gives (PTHREAD_DESTRUCTOR_ITERATIONS).
#include <mapcheck/map.h>
#include <pthread.h>
#include <thread>

#include "check.h"

static mapcheck::map<int, int> results;
static pthread_key_t key;
static int rounds = 0;

struct AtEnd {
    ~AtEnd() { results[100] = 1; }
};

int main() {
    pthread_key_create(&key, [](void* value) {
        results[++rounds] = 1;
        if (rounds < 4) pthread_setspecific(key, value);
    });
    std::thread worker([] {
        pthread_setspecific(key, &results);
        static thread_local AtEnd at_end;
        (void)at_end;
        results[0] = 1;
    });
    worker.join();
    CHECK(rounds >= 1 && rounds <= 4);
    int seen = 0;
    for (auto it = results.begin(); it != results.end(); it = results.erase(it)) ++seen;
    CHECK(seen == rounds + 2);
}
