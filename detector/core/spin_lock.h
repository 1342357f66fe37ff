// A lock for a few instructions, made of builtins: the runtime must not use what it interposes.
//
// Holder rules: hold it for a bounded number of instructions, call nothing that can block or be
// interposed, take no second one but where a comment says so. A thread that is inside the runtime is
// not entered again from a signal handler (edges/self.h), so a handler never waits for its own thread.
// After fork() the child treats locks of the parent's generation as free.
#pragma once

#include <cstdint>
#include <ctime>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace mapcheck::core {

/// Grows by one in the child of each fork. Starts at 1, so that a zeroed lock is free.
inline std::uint32_t fork_generation = 1;

class SpinLock {
  public:
    void lock() {
        const std::uint32_t mine = __atomic_load_n(&fork_generation, __ATOMIC_RELAXED);
        for (int tries = 0;; ++tries) {
            std::uint32_t held = __atomic_load_n(&holder_, __ATOMIC_RELAXED);
            if (held != mine &&
                __atomic_compare_exchange_n(&holder_, &held, mine, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
                return;
            if (tries > 64) wait(tries);
        }
    }
    void unlock() { __atomic_store_n(&holder_, 0, __ATOMIC_RELEASE); }

  private:
    /// Yields at first; then sleeps, because a yield gives nothing to a holder of lower priority.
    static void wait(int tries) {
        if (tries < 1000) {
            sched_yield();
            return;
        }
        const timespec nap{0, 50'000};
        syscall(SYS_nanosleep, &nap, nullptr); // not nanosleep(), which is a cancellation point
    }

    std::uint32_t holder_; // generation of the holder, 0: free
};

class SpinGuard {
  public:
    explicit SpinGuard(SpinLock& lock) : lock_(lock) { lock_.lock(); }
    ~SpinGuard() { lock_.unlock(); }
    SpinGuard(const SpinGuard&) = delete;
    SpinGuard& operator=(const SpinGuard&) = delete;

  private:
    SpinLock& lock_;
};

} // namespace mapcheck::core
