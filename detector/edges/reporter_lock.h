// The lock that makes reports one after another: a word and a futex, no pthread.
//
// Held while a finding is symbolised and printed; nothing else is locked meanwhile. A thread that
// holds it already (a finding inside a report, from a signal handler) is refused instead of waiting
// for itself.
#pragma once

#include <cstdint>

#include <linux/futex.h>

#include "edges/raw_system.h"

namespace mapcheck::edges {

class ReporterLock {
  public:
    /// False: the calling thread has it already.
    bool lock() {
        const auto me = static_cast<std::uint32_t>(raw::thread_id());
        if ((__atomic_load_n(&word_, __ATOMIC_RELAXED) & owner_bits) == me) {
            return false;
        }
        while (true) {
            std::uint32_t seen = 0;
            if (__atomic_compare_exchange_n(&word_, &seen, me, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
                return true;
            }
            if ((seen & waited) == 0 &&
                !__atomic_compare_exchange_n(&word_, &seen, seen | waited, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
                continue;
            }
            raw::call(SYS_futex, raw::as_long(&word_), FUTEX_WAIT_PRIVATE, static_cast<long>(seen | waited));
        }
    }
    void unlock() {
        // All waiters are woken: the next owner's word does not say that others wait.
        if ((__atomic_exchange_n(&word_, 0, __ATOMIC_RELEASE) & waited) != 0) {
            raw::call(SYS_futex, raw::as_long(&word_), FUTEX_WAKE_PRIVATE, 1 << 30);
        }
    }
    /// In the child of a fork, where the holder does not exist. Returns whether it was held.
    bool reset() { return __atomic_exchange_n(&word_, 0, __ATOMIC_RELAXED) != 0; }

  private:
    static constexpr std::uint32_t waited = 1U << 31;
    static constexpr std::uint32_t owner_bits = ~waited;
    std::uint32_t word_ = 0; ///< 0: free, else thread id, and whether somebody waits
};

} // namespace mapcheck::edges
