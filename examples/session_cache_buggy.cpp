// Incident: users who were logged out in the middle of a purchase, and a shop that hung once a month. The buggy form.
//
// The sweeper does what the books say: it collects what has expired, then erases it. But it collects under the mutex and
// erases after it has given the mutex back ("erase by key needs no iterator, so nothing can be invalid"). Meanwhile a
// log-out walks the cache under the mutex and erases in its loop, which is right by itself:
//   - its ++ runs into an erase that nothing orders: the element under it may be gone;
//   - a session that was found expired may have been refreshed before it is erased: the user is out.
// The sessions live in an arena that is dropped as a whole, so that the shop does not crash.
//
// mapcheck reports `concurrent map iteration and map write` and `concurrent map writes`: the erase in sweep, and
// whatever else works on the cache. session_cache_fixed.cpp has the remedy.
#include <memory_resource>
#include <mutex>
#include <vector>

#include <mapcheck/unordered_map.h>

#include "session_cache.h"

namespace shop {

class SessionCache {
  public:
    SessionCache() { mapcheck_name(sessions_, "sessions"); }

    /// A request of this session, which is opened if need be. Whether it was there.
    bool touch(SessionId id, UserId user, Clock::time_point expires) {
        const std::lock_guard<std::mutex> lock(mutex_);
        const auto [entry, is_new] = sessions_.try_emplace(id);
        entry->second.user = user;
        entry->second.expires = expires;
        ++entry->second.requests;
        return !is_new;
    }

    /// Ends every session of a user. Returns how many there were.
    std::uint32_t log_out(UserId user) {
        const std::lock_guard<std::mutex> lock(mutex_);
        std::uint32_t ended = 0;
        for (auto entry = sessions_.begin(); entry != sessions_.end();) {
            if (entry->second.user == user) {
                entry = sessions_.erase(entry);
                ++ended;
            } else {
                ++entry;
            }
        }
        return ended;
    }

    /// Takes out what has expired. Returns how much.
    std::uint32_t sweep(Clock::time_point now) {
        std::vector<SessionId> expired;
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            for (const auto& [id, session] : sessions_) {
                if (session.expires <= now) expired.push_back(id);
            }
        }
        for (SessionId id : expired) sessions_.erase(id); // BUG: the lock is gone
        return static_cast<std::uint32_t>(expired.size());
    }

    std::size_t size() {
        const std::lock_guard<std::mutex> lock(mutex_);
        return sessions_.size();
    }

  private:
    std::pmr::monotonic_buffer_resource arena_;
    std::mutex mutex_;
    mapcheck::pmr::unordered_map<SessionId, Session> sessions_{&arena_};
};

} // namespace shop

int main() { return shop::run_shop<shop::SessionCache>("session_cache (buggy)"); }
