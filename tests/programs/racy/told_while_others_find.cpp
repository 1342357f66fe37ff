// EXPECT: concurrent map read and map write @ find / insert
// OFF: read_write
//
// What the program does when it is told of a finding may take as long as it likes, and wait for threads that make
// findings themselves: nothing of mapcheck is held meanwhile. The order that its locks make then counts.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

#include <mapcheck/map.h>
#include <mapcheck/mapcheck.h>

namespace {

constexpr int readers = 8;
mapcheck::map<int, int> table;
mapcheck::map<int, int> notes; // of the first thread; others read them under the lock, after it has had it
std::mutex lock;
std::atomic<bool> filled{false};
std::atomic<bool> told{false};
std::atomic<int> found{0};
std::atomic<bool> done{false};

template <class Condition>
void wait_for(Condition condition) {
    for (int tries = 0; !condition(); ++tries) {
        if (tries == 3000) {
            std::fputs("stuck: a thread that makes a finding waits for one that is told of its own\n", stderr);
            std::abort();
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

void take_notes() {
    wait_for([] { return filled.load(std::memory_order_relaxed); });
    notes[1] = 1;
    (void)table.find(1); // [find]
}

void read_table() {
    wait_for([] { return told.load(std::memory_order_relaxed); });
    for (int i = 0; i < 20; ++i) (void)table.find(i); // [find]
    found.fetch_add(1, std::memory_order_relaxed);
    wait_for([] { return done.load(std::memory_order_relaxed); });
    const std::lock_guard<std::mutex> guard(lock);
    for (const auto& note : notes) found.fetch_add(note.second, std::memory_order_relaxed);
}

} // namespace

extern "C" void __mapcheck_on_finding(const mapcheck_finding*) {
    if (told.exchange(true, std::memory_order_relaxed)) return;
    wait_for([] { return found.load(std::memory_order_relaxed) == readers; });
    const std::lock_guard<std::mutex> guard(lock);
}

int main() {
    mapcheck_name(table, "table");
    std::thread first(take_notes);
    std::vector<std::thread> others;
    for (int i = 0; i < readers; ++i) others.emplace_back(read_table);
    for (int i = 0; i < 100; ++i) table.insert({i, i}); // [insert]
    filled.store(true, std::memory_order_relaxed);
    first.join();
    done.store(true, std::memory_order_relaxed);
    for (std::thread& t : others) t.join();
}
