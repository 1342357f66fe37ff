// Prints one line for each operation: "<name> <ns of std::> <ns of mapcheck::>", each the best of many short runs
// that alternate, so that a change of the machine's speed hits both. Built without checks both columns are the same
// type; what has no std:: twin within one process (locks, atomics) prints one column, to be compared between the two
// builds. The best run is what the code can do, not what a busy machine makes of it.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include <unistd.h>

#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>

namespace {

using Clock = std::chrono::steady_clock;
int rounds = 40;

template <class T>
void keep(const T& value) {
    asm volatile("" : : "g"(&value) : "memory");
}
void sink(std::uint64_t value) { asm volatile("" : : "r"(value)); }

/// ns per operation of one short run; body(times) does the operation so many times.
template <class Body>
double once(Body& body, std::uint64_t times) {
    const auto began = Clock::now();
    body(times);
    return std::chrono::duration<double, std::nano>(Clock::now() - began).count() / static_cast<double>(times);
}

/// So many operations that a run takes about two milliseconds.
template <class Body>
std::uint64_t calibrate(Body& body) {
    std::uint64_t times = 64;
    while (once(body, times) * static_cast<double>(times) < 2e6) times *= 2;
    return times;
}

template <class Body>
void one(const char* name, Body body) {
    const std::uint64_t times = calibrate(body);
    double best = 1e9;
    for (int i = 0; i < 2 * rounds; ++i) best = std::min(best, once(body, times));
    std::printf("%s\t%.3f\n", name, best);
    std::fflush(stdout);
}

template <class Raw, class Checked>
void two(const std::string& name, Raw raw, Checked checked) {
    const std::uint64_t times = calibrate(raw);
    double best_raw = 1e9;
    double best_checked = 1e9;
    for (int i = 0; i < rounds; ++i) {
        best_raw = std::min(best_raw, once(raw, times));
        best_checked = std::min(best_checked, once(checked, times));
    }
    std::printf("%s\t%.3f\t%.3f\n", name.c_str(), best_raw, best_checked);
    std::fflush(stdout);
}

std::vector<std::uint64_t> keys_of(std::size_t n) {
    std::mt19937_64 random(n);
    std::vector<std::uint64_t> keys(n);
    for (auto& k : keys) k = random();
    return keys;
}

template <class Map>
struct Filled {
    Map map;
    std::vector<std::uint64_t> keys;
    explicit Filled(std::size_t n) : keys(keys_of(n)) {
        for (auto k : keys) map.emplace(k, k);
        std::shuffle(keys.begin(), keys.end(), std::mt19937_64(1));
    }
};

// The loops that take a nanosecond or two a turn stand in functions of their own, as they do in programs: elsewhere gcc
// has other uses for the registers, and that would be what is measured. noipa: what only reads would be hoisted out of
// the loop around it.

template <class Map>
[[gnu::noipa]] std::uint64_t find_each(Map& map, const std::uint64_t* first, const std::uint64_t* last) {
    std::uint64_t sum = 0;
    for (; first != last; ++first) {
        auto it = map.find(*first);
        if (it != map.end()) sum += it->second;
    }
    return sum;
}
/// The map of the next round hangs on the sum of the last one, though it is always the same: the processor would work on
/// several rounds at once, and the figure would be how many.
template <class Map>
[[gnu::noipa]] std::uint64_t add_up(Map* const (&maps)[2], std::uint64_t rounds_left) {
    std::uint64_t sum = 0;
    for (; rounds_left != 0; --rounds_left)
        for (const auto& element : *maps[sum == 1]) sum += element.second;
    return sum;
}

/// find, compare with end(), dereference
template <class Map>
auto look_up(std::size_t n) {
    const auto filled = std::make_shared<Filled<Map>>(n);
    // Long and random: a short order is learnt by heart by the branch predictor, which then measures itself.
    std::vector<std::uint64_t> order(std::size_t{1} << 14);
    std::mt19937_64 random(n);
    for (auto& key : order) key = filled->keys[random() % n];
    return [filled, order](std::uint64_t times) {
        std::uint64_t sum = 0;
        for (; times > order.size(); times -= order.size())
            sum += find_each(filled->map, order.data(), order.data() + order.size());
        sink(sum + find_each(filled->map, order.data(), order.data() + times));
    };
}

/// ++ and a dereference in a range-for; per step
template <class Map>
auto step(std::size_t n) {
    return [filled = std::make_shared<Filled<Map>>(n)](std::uint64_t times) {
        Map* const same[2] = {&filled->map, &filled->map};
        sink(add_up(same, times / filled->map.size() + 1));
    };
}

/// erases a key and inserts it again; per pair
template <class Map>
auto insert_erase(std::size_t n) {
    return [filled = std::make_shared<Filled<Map>>(n)](std::uint64_t times) {
        Map& map = filled->map;
        const auto& keys = filled->keys;
        for (std::size_t i = 0; times != 0; --times) {
            map.erase(keys[i]);
            map.emplace(keys[i], times);
            if (++i == keys.size()) i = 0;
        }
    };
}

template <class Map>
auto empty() {
    return [](std::uint64_t times) {
        for (; times != 0; --times) {
            Map map;
            keep(map);
        }
    };
}

template <class Raw, class Checked>
void containers(const std::string& name) {
    for (const std::size_t n : {std::size_t{100}, std::size_t{6000}}) {
        const std::string of = name + ", N = " + std::to_string(n) + ": ";
        two(of + "find, compare, dereference", look_up<Raw>(n), look_up<Checked>(n));
        two(of + "step", step<Raw>(n), step<Checked>(n));
        two(of + "insert + erase", insert_erase<Raw>(n), insert_erase<Checked>(n));
    }
    two(name + ": empty one made and destroyed", empty<Raw>(), empty<Checked>());
}

} // namespace

int main(int count, char** arguments) {
    if (count > 1) rounds = std::max(1, std::atoi(arguments[1]));
    using Key = std::uint64_t;
    containers<std::unordered_map<Key, Key>, mapcheck::unordered_map<Key, Key>>("unordered_map");
    containers<std::map<Key, Key>, mapcheck::map<Key, Key>>("map");

    // Another thread exists, as it does where locks are needed: alone, the C library locks without the bus.
    std::thread([] { pause(); }).detach();
    std::mutex mutex;
    one("std::mutex: lock + unlock", [&](std::uint64_t times) {
        for (; times != 0; --times) {
            mutex.lock();
            mutex.unlock();
        }
    });
    std::shared_mutex shared;
    one("std::shared_mutex: lock_shared + unlock", [&](std::uint64_t times) {
        for (; times != 0; --times) {
            shared.lock_shared();
            shared.unlock_shared();
        }
    });
    std::atomic<std::uint64_t> word{1};
    one("std::atomic: relaxed load", [&](std::uint64_t times) {
        const auto& here = word; // its address is the loop's own, not looked up in the closure each time
        std::uint64_t sum = 0;
        for (; times != 0; --times) sum += here.load(std::memory_order_relaxed);
        sink(sum);
    });
    one("std::atomic: acquire load", [&](std::uint64_t times) {
        const auto& here = word;
        std::uint64_t sum = 0;
        for (; times != 0; --times) sum += here.load(std::memory_order_acquire);
        sink(sum);
    });
    one("std::atomic: release store", [&](std::uint64_t times) {
        auto& here = word;
        for (; times != 0; --times) here.store(times, std::memory_order_release);
    });
    const auto owner = std::make_shared<std::uint64_t>(1);
    one("std::shared_ptr: copy + destroy", [&](std::uint64_t times) {
        for (; times != 0; --times) {
            const std::shared_ptr<std::uint64_t> copy = owner;
            keep(copy);
        }
    });
}
