// Incident: a rate limiter whose memory grew although a janitor swept it. The buggy form.
//
// The janitor visits a few buckets per tick and keeps its place, an iterator, from tick to tick. Every access to the
// map is under the one mutex: there is no data race, and a thread sanitizer has nothing to say. But between two ticks a
// front-end thread inserts a new client, the unordered_map grows and rehashes, and the order of its elements is another
// one: the iterator stands at a random place of it. Nothing crashes, because the nodes do not move; the sweep skips
// many buckets (which then stay for another round, or for ever) and sees others twice.
//
// mapcheck reports `iterator invalidated by rehash`: the use of the cursor in tick, the insertion in allow.
// rate_limiter_fixed.cpp has the remedy.
#include <mutex>

#include <mapcheck/unordered_map.h>

#include "rate_limiter.h"

namespace limiter {

class RateLimiter {
  public:
    /// Whether this client may send now. O(1), but for the request that makes the table grow.
    bool allow(ClientId client, Clock::time_point now) {
        const std::lock_guard<std::mutex> lock(mutex_);
        const auto [entry, is_new] = buckets_.try_emplace(client);
        if (is_new) entry->second.born_in = sweep_;
        return entry->second.take(now);
    }

    /// A little housekeeping: goes on with the sweep where the last tick left it.
    void tick(Clock::time_point now, Audit& audit) {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (cursor_ == buckets_.end()) {
            if (sweep_ > 0) audit_sweep(buckets_, sweep_, audit);
            ++sweep_;
            cursor_ = buckets_.begin();
        }
        for (int n = 0; n < entries_per_tick && cursor_ != buckets_.end(); ++n) {
            const bool is_silent = visit(cursor_->second, sweep_, now, audit);
            cursor_ = is_silent ? buckets_.erase(cursor_) : std::next(cursor_);
        }
    } // BUG: the lock goes, the cursor stays

  private:
    using Buckets = mapcheck::unordered_map<ClientId, Bucket>;
    std::mutex mutex_;
    Buckets buckets_;
    Buckets::iterator cursor_ = buckets_.end();
    std::uint32_t sweep_ = 0;
};

} // namespace limiter

int main() { return limiter::run_traffic<limiter::RateLimiter>("rate_limiter (buggy)"); }
