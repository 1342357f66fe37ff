// EXPECT: silent
// OFF: edge_once
// Lazy initialisation by call_once: one of the threads fills the map, every thread that returns from call_once reads
// it; an attempt that throws leaves it to the next one [thread.once.callonce].
#include <mapcheck/unordered_map.h>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "check.h"

static std::once_flag once;
static mapcheck::unordered_map<int, int> table;
static int attempts = 0;

static const mapcheck::unordered_map<int, int>& get() {
    std::call_once(once, [] {
        if (++attempts == 1) throw std::runtime_error("not yet");
        for (int i = 0; i < 100; ++i) table[i] = i;
    });
    return table;
}

static long sum_of(const mapcheck::unordered_map<int, int>& map) {
    long sum = 0;
    for (const auto& [key, value] : map) sum += value;
    return sum;
}

int main() {
    Cue filled;
    std::thread first([&] {
        bool thrown = false;
        try {
            get();
        } catch (const std::runtime_error&) {
            thrown = true;
        }
        CHECK(thrown && sum_of(get()) == 4950);
        filled.set();
    });
    std::thread second([&] {
        filled.await();
        CHECK(sum_of(get()) == 4950);
    });
    first.join();
    second.join();
    CHECK(attempts == 2);
}
