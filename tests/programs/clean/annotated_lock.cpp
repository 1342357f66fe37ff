// EXPECT: silent
// OFF: edge_lock
// A spin lock in inline assembly, made known by the lock annotations: from then on it orders like any lock.
#include <mapcheck/map.h>
#include <mapcheck/mapcheck.h>
#include <thread>
#include <vector>

#include "check.h"

class RawLock {
  public:
    void lock() {
        while (swap(1) != 0) usleep(10);
        MAPCHECK_LOCK_ACQUIRED(this);
    }
    void unlock() {
        MAPCHECK_LOCK_RELEASED(this);
        swap(0);
    }
    ~RawLock() { MAPCHECK_LOCK_DESTROYED(this); }

  private:
    int swap(int value) {
#if defined(__x86_64__)
        asm volatile("xchgl %0, %1" : "+r"(value), "+m"(word_) : : "memory");
        return value;
#elif defined(__aarch64__)
        int old;
        int failed;
        asm volatile("1: ldaxr %w0, %2\n stlxr %w1, %w3, %2\n cbnz %w1, 1b"
                     : "=&r"(old), "=&r"(failed), "+Q"(word_)
                     : "r"(value)
                     : "memory");
        return old;
#endif
    }
    int word_ = 0;
};

int main() {
    RawLock lock;
    mapcheck::map<int, int> map;
    std::vector<std::thread> threads;
    for (int me = 0; me < 3; ++me) {
        threads.emplace_back([&, me] {
            for (int i = 0; i < 100; ++i) {
                lock.lock();
                map[me * 1000 + i] = i;
                int count = 0;
                for (auto it = map.begin(); it != map.end(); ++it) ++count;
                CHECK(count == static_cast<int>(map.size()));
                if (i % 2) map.erase(me * 1000 + i - 1);
                lock.unlock();
            }
        });
    }
    for (auto& t : threads) t.join();
    CHECK(map.size() == 150);
}
