// Incident: a rate limiter whose memory grew although a janitor swept it. The fixed form.
//
// What was wrong is told in rate_limiter_buggy.cpp: an iterator into an unordered_map was kept while the lock was
// released, and an insertion in between rehashed the map. What may be kept over a release of the lock is a key, never
// an iterator of a container that rehashes: a sweep begins by collecting the clients under the lock, and each tick
// looks the next few of them up again.
//
// mapcheck is silent.
#include <mutex>
#include <vector>

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
        if (to_visit_.empty()) {
            if (sweep_ > 0) audit_sweep(buckets_, sweep_, audit);
            ++sweep_;
            for (const auto& entry : buckets_) to_visit_.push_back(entry.first);
        }
        for (int n = 0; n < entries_per_tick && !to_visit_.empty(); ++n) {
            const auto found = buckets_.find(to_visit_.back());
            to_visit_.pop_back();
            if (found != buckets_.end() && visit(found->second, sweep_, now, audit)) buckets_.erase(found);
        }
    }

  private:
    std::mutex mutex_;
    mapcheck::unordered_map<ClientId, Bucket> buckets_;
    std::vector<ClientId> to_visit_; ///< what is left of this sweep: keys stay valid when the map grows
    std::uint32_t sweep_ = 0;
};

} // namespace limiter

int main() { return limiter::run_traffic<limiter::RateLimiter>("rate_limiter (fixed)"); }
