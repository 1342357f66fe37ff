// EXPECT: silent
// OFF: edge_atomic
// Spin locks made of the compilers' builtins, without <atomic>: __sync_lock_test_and_set is an acquire and
// __sync_lock_release a release (GCC manual), and the __atomic forms say what they are.
#include <mapcheck/map.h>
#include <thread>
#include <vector>

#include "check.h"

struct OldLock {
    void lock() {
        while (__sync_lock_test_and_set(&word, 1) != 0) usleep(10);
    }
    void unlock() { __sync_lock_release(&word); }
    int word = 0;
};
struct NewLock {
    void lock() {
        for (int zero = 0; !__atomic_compare_exchange_n(&word, &zero, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);) {
            zero = 0;
            usleep(10);
        }
    }
    void unlock() { __atomic_store_n(&word, 0, __ATOMIC_RELEASE); }
    int word = 0;
};
struct BarrierLock {
    void lock() {
        while (!__sync_bool_compare_and_swap(&word, 0, 1)) usleep(10);
    }
    void unlock() { __sync_fetch_and_and(&word, 0); }
    int word = 0;
};

template <class Lock>
static void work() {
    Lock lock;
    mapcheck::map<int, int> map;
    std::vector<std::thread> threads;
    for (int me = 0; me < 3; ++me) {
        threads.emplace_back([&, me] {
            for (int i = 0; i < 50; ++i) {
                lock.lock();
                map[me * 100 + i] = i;
                int count = 0;
                for (const auto& entry : map) count += entry.second >= 0;
                CHECK(count == static_cast<int>(map.size()));
                lock.unlock();
            }
        });
    }
    for (auto& t : threads) t.join();
    CHECK(map.size() == 150);
}

int main() {
    work<OldLock>();
    work<NewLock>();
    work<BarrierLock>();
}
