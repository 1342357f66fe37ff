// What <mapcheck/atomics.h> costs: each operation raw and told, in turns in one run, with a second
// thread alive (the standard library skips atomics without one). The least of many rounds is printed:
// it shows the cost in a loop that does nothing else, not that of the cache misses of a large program,
// nor that of a release behind new accesses to maps, which takes the slow path.
#include <chrono>
#include <cstdio>
#include <iterator>
#include <thread>

#include "atomics_bench_ops.h"

extern "C" const AtomicsOps* atomics_bench_raw();

namespace {

double nanoseconds(void (*run)(std::size_t)) {
    constexpr std::size_t n = 200'000;
    const auto begin = std::chrono::steady_clock::now();
    run(n);
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count() / n;
}

} // namespace

int main() {
    std::atomic<bool> done{false};
    std::thread other([&] {
        while (!done.load(std::memory_order_relaxed)) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    });
    const AtomicsOps* raw = atomics_bench_raw();
    std::printf("%-26s %10s %10s %8s\n", "operation", "raw ns", "told ns", "ratio");
    for (std::size_t i = 0; i < std::size(atomics_ops); ++i) {
        double least_raw = 1e9;
        double least_told = 1e9;
        for (int round = 0; round < 40; ++round) {
            const double r = nanoseconds(raw[i].run);
            const double t = nanoseconds(atomics_ops[i].run);
            if (r < least_raw) least_raw = r;
            if (t < least_told) least_told = t;
        }
        std::printf("%-26s %10.2f %10.2f %8.2f\n", atomics_ops[i].name, least_raw, least_told, least_told / least_raw);
    }
    done.store(true, std::memory_order_relaxed);
    other.join();
}
