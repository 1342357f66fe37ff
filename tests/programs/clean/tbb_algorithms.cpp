// EXPECT: silent
// LINK: tbb
//
// oneTBB's algorithms: what was done before the call is before its bodies, wherever they run; what they did is before
// what comes after it. The library is named before mapcheck on the link line. Goes on until another thread took part
// after the first round. What else orders a worker differs from run to run (it is made, or woken), hence no OFF: the same
// edges are needed on every run by tbb_tasks.cpp.
#include <atomic>
#include <thread>

#include <tbb/blocked_range.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_invoke.h>
#include <tbb/parallel_reduce.h>
#include <tbb/spin_mutex.h>

#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>

namespace {

using Range = tbb::blocked_range<int>;
using Sums = mapcheck::unordered_map<int, int>;

void walk(const mapcheck::map<int, int>& map) {
    for (const auto& element : map) (void)element;
}

const std::thread::id main_thread = std::this_thread::get_id();
std::atomic<bool> another_took_part{false};

void round() {
    mapcheck::map<int, int> map;
    for (int i = 0; i < 1000; ++i) map[i] = i;
    const auto look_up = [&](const Range& range) {
        for (int i = range.begin(); i < range.end(); ++i) (void)map.count(i);
        if (std::this_thread::get_id() != main_thread) another_took_part.store(true, std::memory_order_relaxed);
    };
    tbb::parallel_for(Range(0, 1000), look_up);
    map.erase(1);
    tbb::parallel_for(Range(0, 1000, 4), look_up, tbb::simple_partitioner{});
    map.erase(2);
    tbb::affinity_partitioner affinity;
    for (int i = 0; i < 2; ++i) tbb::parallel_for(Range(0, 1000), look_up, affinity);
    map.erase(3);

    const Sums sums = tbb::parallel_reduce(
        Range(0, 1000, 50), Sums{},
        [](const Range& range, Sums part) {
            for (int i = range.begin(); i < range.end(); ++i) part[i % 7] += i;
            return part;
        },
        [](Sums a, const Sums& b) {
            for (const auto& [key, value] : b) a[key] += value;
            return a;
        });
    for (const auto& [key, value] : sums) map[key] = value;

    tbb::parallel_invoke([&] { walk(map); }, [&] { walk(map); });
    map.erase(4);

    tbb::spin_mutex mutex;
    tbb::parallel_for(0, 100, [&](int i) {
        const tbb::spin_mutex::scoped_lock lock(mutex);
        map[i + 4000] = 1;
    });
    walk(map);

    tbb::enumerable_thread_specific<mapcheck::map<int, int>> own;
    tbb::parallel_for(0, 500, [&](int i) { own.local()[i] = i; });
    for (auto& part : own) {
        walk(part);
        part.clear();
    }
}

} // namespace

int main() {
    const tbb::global_control threads(tbb::global_control::max_allowed_parallelism, 4);
    round();
    another_took_part.store(false, std::memory_order_relaxed);
    for (int i = 0; i < 20 || !another_took_part.load(std::memory_order_relaxed); ++i) round();
}
