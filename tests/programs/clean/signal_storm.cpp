// EXPECT: silent
// OFF: edge_lock
// Two timers (real time and processor time) interrupt two threads thousands of times, in the middle of every operation
// on maps, locks, atomics, threads and descriptors. The handler reads a table that is made before the timers start, and
// writes a map of its own thread, which nothing but the handler uses.
#include <atomic>
#include <condition_variable>
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>
#include <memory>
#include <mutex>
#include <signal.h>
#include <sys/time.h>
#include <thread>

#include "check.h"

static mapcheck::map<int, int> table;
static std::atomic<long> calls{0};

// Nodes from a fixed store: what a handler interrupts may be malloc.
template <class T>
struct Fixed {
    using value_type = T;
    Fixed() = default;
    template <class U>
    Fixed(const Fixed<U>&) {}
    T* allocate(std::size_t n) {
        static thread_local unsigned char store[1 << 16];
        static thread_local std::size_t used = 0;
        const std::size_t size = (n * sizeof(T) + 15) / 16 * 16;
        if (used + size > sizeof store) used = 0; // the oldest are long erased
        T* const at = reinterpret_cast<T*>(store + used);
        used += size;
        return at;
    }
    void deallocate(T*, std::size_t) {}
    friend bool operator==(const Fixed&, const Fixed&) { return true; }
    friend bool operator!=(const Fixed&, const Fixed&) { return false; }
};
using Own = mapcheck::map<int, int, std::less<int>, Fixed<std::pair<const int, int>>>;
static thread_local Own* own = nullptr;

static void on_timer(int) {
    int sum = 0;
    for (auto it = table.begin(); it != table.end(); ++it) sum += it->second;
    CHECK(sum == 4950 && table.find(50) != table.end() && table.count(100) == 0);
    calls.fetch_add(1, std::memory_order_relaxed);
    if (own == nullptr) return;
    Own& map = *own;
    const int next = map.empty() ? 0 : map.rbegin()->first + 1;
    map[next] = sum;
    if (map.size() > 8) map.erase(map.begin());
    int count = 0;
    for (const auto& [key, value] : map) count += value == sum;
    CHECK(count == static_cast<int>(map.size()));
}

static std::mutex mutex;
static mapcheck::unordered_map<int, int> shared;

static void work(int me) {
    Own mine;
    own = &mine;
    for (int round = 0; round < 60; ++round) {
        mapcheck::map<int, int> map;
        for (int i = 0; i < 50; ++i) map.emplace(i, i);
        auto copy = map;
        copy.erase(copy.find(20));
        map.insert(copy.begin(), copy.end());
        copy.merge(map);
        auto node = copy.extract(7);
        node.key() = 700;
        copy.insert(std::move(node));
        std::swap(copy, map);
        map.insert_or_assign(3, 4);
        for (auto it = map.begin(); it != map.end(); it = it->first % 3 == 0 ? map.erase(it) : std::next(it)) {}
        map.clear();
        {
            std::lock_guard lock(mutex);
            for (int i = 0; i < 100; ++i) shared[me * 1000 + i] = round;
            int seen = 0;
            for (const auto& [key, value] : shared) seen += key >= 0;
            CHECK(seen == static_cast<int>(shared.size()));
            if (round % 10 == 9) shared.clear();
        }
        auto pointer = std::make_shared<mapcheck::unordered_map<int, int>>();
        std::thread([pointer] { (*pointer)[1] = 2; }).join();
        CHECK((*pointer)[1] == 2);
        int ends[2];
        CHECK(pipe(ends) == 0);
        char byte = 1;
        CHECK(write(ends[1], &byte, 1) == 1 && read(ends[0], &byte, 1) == 1);
        close(ends[0]);
        close(ends[1]);
    }
    own = nullptr;
}

int main() {
    for (int i = 0; i < 100; ++i) table[i] = i;
    struct sigaction action {};
    action.sa_handler = on_timer;
    action.sa_flags = SA_RESTART;
    sigaddset(&action.sa_mask, SIGALRM);
    sigaddset(&action.sa_mask, SIGPROF);
    CHECK(sigaction(SIGALRM, &action, nullptr) == 0 && sigaction(SIGPROF, &action, nullptr) == 0);
    const itimerval often{{0, 200}, {0, 200}};
    CHECK(setitimer(ITIMER_REAL, &often, nullptr) == 0 && setitimer(ITIMER_PROF, &often, nullptr) == 0);
    std::thread one(work, 1);
    std::thread two(work, 2);
    one.join();
    two.join();
    const itimerval never{};
    CHECK(setitimer(ITIMER_REAL, &never, nullptr) == 0 && setitimer(ITIMER_PROF, &never, nullptr) == 0);
    CHECK(calls.load() > 20);
}
