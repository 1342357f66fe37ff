// EXPECT: silent
// OFF: edge_lock
// Operations on maps from a hundred thousand calls deep, on the main thread whose limit is raised for it and on two
// threads with stacks of their own; and from threads with the smallest stacks that there are.
#include <climits>
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "check.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static mapcheck::map<int, int> map;
static mapcheck::unordered_map<int, int> table;

static void use() {
    pthread_mutex_lock(&mutex);
    for (int i = 0; i < 10; ++i) map[i] += 1, table[i] += 1;
    int sum = 0;
    for (auto it = map.begin(); it != map.end(); ++it) sum += it->second + table.at(it->first);
    map.erase(map.begin());
    CHECK(sum > 0);
    pthread_mutex_unlock(&mutex);
}

__attribute__((noinline)) static int descend(int depth) {
    volatile char space[64];
    space[0] = 1;
    if (depth % 20'000 == 0) use();
    return depth == 0 ? space[0] : descend(depth - 1) + space[0];
}

static void* deep(void*) {
    CHECK(descend(100'000) == 100'001);
    return nullptr;
}
static void* shallow(void*) {
    use();
    return nullptr;
}

static void run_two(void* (*function)(void*), std::size_t size) {
    void* stack[2];
    pthread_t thread[2];
    for (int i = 0; i < 2; ++i) {
        stack[i] = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        CHECK(stack[i] != MAP_FAILED);
        pthread_attr_t attributes;
        pthread_attr_init(&attributes);
        CHECK(pthread_attr_setstack(&attributes, stack[i], size) == 0);
        CHECK(pthread_create(&thread[i], &attributes, function, nullptr) == 0);
    }
    for (int i = 0; i < 2; ++i) {
        CHECK(pthread_join(thread[i], nullptr) == 0);
        munmap(stack[i], size);
    }
}

int main() {
    rlimit limit{};
    CHECK(getrlimit(RLIMIT_STACK, &limit) == 0);
    limit.rlim_cur = std::size_t{64} << 20;
    if (limit.rlim_cur <= limit.rlim_max) {
        CHECK(setrlimit(RLIMIT_STACK, &limit) == 0);
        deep(nullptr);
    }
    run_two(deep, std::size_t{64} << 20);
    for (int i = 0; i < 20; ++i) {
        run_two(shallow, static_cast<std::size_t>(PTHREAD_STACK_MIN));
        run_two(shallow, 16 * 1024);
    }
}
