// EXPECT: silent
// OFF: edge_annotation
// A flag in inline assembly, which no tool can see: two annotations tell the order that the instructions give.
#include <mapcheck/mapcheck.h>
#include <thread>

#include "half.h"

// On x86 a store is a release and a load an acquire; elsewhere barriers make them so.
static void raw_store(int* to, int value) {
#if defined(__x86_64__)
    asm volatile("movl %1, %0" : "=m"(*to) : "r"(value) : "memory");
#elif defined(__aarch64__)
    asm volatile("stlr %w1, %0" : "=Q"(*to) : "r"(value) : "memory");
#endif
}
static int raw_load(const int* from) {
    int value;
#if defined(__x86_64__)
    asm volatile("movl %1, %0" : "=r"(value) : "m"(*from) : "memory");
#elif defined(__aarch64__)
    asm volatile("ldar %w0, %1" : "=r"(value) : "Q"(*from) : "memory");
#endif
    return value;
}

int main() {
    Half work;
    int ready = 0;
    std::thread giver([&] {
        work.first();
        MAPCHECK_HAPPENS_BEFORE(&ready);
        raw_store(&ready, 1);
    });
    std::thread taker([&] {
        while (raw_load(&ready) == 0) usleep(50);
        MAPCHECK_HAPPENS_AFTER(&ready);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
