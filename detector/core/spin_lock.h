// A lock for a few instructions, made of builtins: the runtime must not use what it interposes.
//
// Holder rules: hold it for a bounded number of instructions, call nothing that can block or be
// interposed, take no second one but where a comment says so. A thread that is inside the runtime is
// not entered again from a signal handler (edges/self.h), so a handler never waits for its own thread.
// After fork() the child treats locks of the parent's generation as free; and a handler that jumps out of the
// runtime gives back what it held (abandon_locks). So what a lock guards is changed in an order that leaves it sound
// wherever the holder stops.
#pragma once

#include <cstdint>
#include <sched.h>

#include <mapcheck/hot.h>

namespace mapcheck::core {

/// Grows by one in the child of each fork, never 0, so that a zeroed lock is free.
inline std::uint16_t fork_generation = 1;

/// Sleeps for some microseconds: a yield gives nothing to a holder of lower priority. Set by edges, which knows system
/// calls that a sandbox is sure to allow.
inline void (*wait_for_holder)() = [] { sched_yield(); };

class SpinLock;

/// What a thread holds or is about to take, innermost last.
struct HeldLocks {
    static constexpr std::uint32_t room = 6; ///< beyond them: not tracked
    std::uint32_t size;
    SpinLock* lock[room];
};
extern __thread HeldLocks held_locks MAPCHECK_TLS_MODEL;

class SpinLock {
  public:
    void lock() {
        if (held_locks.size < HeldLocks::room) held_locks.lock[held_locks.size] = this;
        __atomic_signal_fence(__ATOMIC_SEQ_CST);
        ++held_locks.size;
        __atomic_signal_fence(__ATOMIC_SEQ_CST);
        const std::uint64_t mine = holder_mark();
        for (int tries = 0;; ++tries) {
            std::uint64_t held = __atomic_load_n(&holder_, __ATOMIC_RELAXED);
            if (held >> generation_shift != mine >> generation_shift &&
                __atomic_compare_exchange_n(&holder_, &held, mine, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
                return;
            if (tries > 64) wait_for_holder();
        }
    }
    void unlock() {
        __atomic_store_n(&holder_, 0, __ATOMIC_RELEASE);
        __atomic_signal_fence(__ATOMIC_SEQ_CST);
        --held_locks.size;
    }
    /// Gives it back if the calling thread has it.
    void abandon() {
        if (__atomic_load_n(&holder_, __ATOMIC_RELAXED) == holder_mark())
            __atomic_store_n(&holder_, 0, __ATOMIC_RELEASE);
    }

  private:
    // The thread, by an address of its own, and the generation of fork above it.
    static constexpr int generation_shift = 48;
    static std::uint64_t holder_mark() {
        const auto here = reinterpret_cast<std::uintptr_t>(&held_locks);
        const std::uint64_t generation = __atomic_load_n(&fork_generation, __ATOMIC_RELAXED);
        return (here & ((std::uint64_t{1} << generation_shift) - 1)) | generation << generation_shift;
    }

    std::uint64_t holder_; // 0: free
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

/// Control has left the runtime by a jump out of a signal handler.
inline void abandon_locks() {
    std::uint32_t known = held_locks.size < HeldLocks::room ? held_locks.size : HeldLocks::room;
    while (known-- > 0) held_locks.lock[known]->abandon();
    held_locks.size = 0;
}

} // namespace mapcheck::core
