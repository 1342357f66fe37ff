// EXPECT: silent
// OFF: edge_atomic
// A mutex made of an atomic word and the futex call (Drepper, "Futexes are tricky"), and a condition of the same make
// with FUTEX_WAIT_BITSET and FUTEX_CMP_REQUEUE.
#include <atomic>
#include <climits>
#include <linux/futex.h>
#include <mapcheck/unordered_map.h>
#include <sys/syscall.h>
#include <thread>
#include <vector>

#include "check.h"

static long futex(std::atomic<int>& word, int operation, int value, long limit = 0, std::atomic<int>* other = nullptr,
                  int third = 0) {
    return syscall(SYS_futex, &word, operation, value, limit, other, third);
}

struct Mutex {
    void lock() {
        int c = 0;
        if (word.compare_exchange_strong(c, 1)) return;
        if (c != 2) c = word.exchange(2);
        while (c != 0) {
            futex(word, FUTEX_WAIT_PRIVATE, 2);
            c = word.exchange(2);
        }
    }
    void unlock() {
        if (word.fetch_sub(1) == 1) return;
        word = 0;
        futex(word, FUTEX_WAKE_PRIVATE, 1);
    }
    std::atomic<int> word{0};
};

int main() {
    Mutex mutex;
    std::atomic<int> sequence{0};
    mapcheck::unordered_map<int, int> map;
    std::vector<std::thread> threads;
    for (int me = 0; me < 3; ++me) {
        threads.emplace_back([&, me] {
            mutex.lock();
            while (map.empty()) { // wait for the first entry
                const int seen = sequence.load(std::memory_order_relaxed);
                mutex.unlock();
                futex(sequence, FUTEX_WAIT_BITSET_PRIVATE, seen, 0, nullptr, 1 << me);
                mutex.lock();
                mutex.word = 2; // others may have been requeued
            }
            mutex.unlock();
            for (int i = 0; i < 100; ++i) {
                mutex.lock();
                map[me * 1000 + i] = i;
                if (i >= 10) map.erase(me * 1000 + i - 10);
                mutex.unlock();
            }
        });
    }
    threads.emplace_back([&] {
        usleep(2000);
        mutex.lock();
        map[-1] = 0;
        ++sequence;
        futex(sequence, FUTEX_CMP_REQUEUE_PRIVATE, 1, INT_MAX, &mutex.word, sequence.load());
        mutex.word = 2;
        mutex.unlock();
    });
    for (auto& t : threads) t.join();
    CHECK(map.size() == 31);
}
