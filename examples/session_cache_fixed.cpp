// Incident: users who were logged out in the middle of a purchase, and a shop that hung once a month. The fixed form.
//
// What was wrong is told in session_cache_buggy.cpp: the lock of the cache was given back between finding and erasing.
// One lock around both would do. This shop's requests must not wait for a sweep, so it goes further: a concurrent map,
// oneTBB's concurrent_hash_map, in which an accessor locks one element only. Nobody walks it, for that is what a
// concurrent map cannot do while it changes. The sweeper has a queue of its own instead, of what expires when, and
// looks again, with the element locked, whether that is still so; who logs out has an index by user.
//
// mapcheck is silent: the index is one of its maps, what is in concurrent_hash_map looks after itself.
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

#include <mapcheck/unordered_map.h>
#include <tbb/concurrent_hash_map.h>

#include "session_cache.h"

namespace shop {

class SessionCache {
  public:
    SessionCache() { mapcheck_name(of_user_, "sessions by user"); }

    /// A request of this session, which is opened if need be. Whether it was there.
    bool touch(SessionId id, UserId user, Clock::time_point expires) {
        bool is_new = false;
        {
            Sessions::accessor entry;
            is_new = sessions_.insert(entry, id);
            entry->second.user = user;
            entry->second.expires = expires;
            ++entry->second.requests;
        }
        if (is_new) {
            const std::lock_guard<std::mutex> lock(index_mutex_);
            to_expire_.emplace_back(expires, id);
            of_user_[user].push_back(id);
        }
        return !is_new;
    }

    /// Ends every session of a user. Returns how many there were.
    std::uint32_t log_out(UserId user) {
        std::vector<SessionId> ids;
        {
            const std::lock_guard<std::mutex> lock(index_mutex_);
            const auto found = of_user_.find(user);
            if (found != of_user_.end()) ids.swap(found->second);
        }
        std::uint32_t ended = 0;
        for (SessionId id : ids) ended += sessions_.erase(id);
        return ended;
    }

    /// Takes out what has expired. Returns how much. The queue is in the order of opening: O(what is due).
    std::uint32_t sweep(Clock::time_point now) {
        std::vector<std::pair<Clock::time_point, SessionId>> due;
        {
            const std::lock_guard<std::mutex> lock(index_mutex_);
            for (; !to_expire_.empty() && to_expire_.front().first <= now; to_expire_.pop_front())
                due.push_back(to_expire_.front());
        }
        std::uint32_t expired = 0;
        std::vector<std::pair<Clock::time_point, SessionId>> refreshed;
        for (const auto& [when, id] : due) {
            Sessions::accessor entry;
            if (!sessions_.find(entry, id)) continue; // logged out
            if (entry->second.expires > now) {
                refreshed.emplace_back(entry->second.expires, id);
            } else {
                sessions_.erase(entry);
                ++expired;
            }
        }
        const std::lock_guard<std::mutex> lock(index_mutex_);
        to_expire_.insert(to_expire_.end(), refreshed.begin(), refreshed.end());
        return expired;
    }

    std::size_t size() const { return sessions_.size(); }

  private:
    using Sessions = tbb::concurrent_hash_map<SessionId, Session>;
    Sessions sessions_;
    std::mutex index_mutex_; ///< of the two below, never held together with an element of sessions_
    std::deque<std::pair<Clock::time_point, SessionId>> to_expire_;
    mapcheck::unordered_map<UserId, std::vector<SessionId>> of_user_;
};

} // namespace shop

int main() { return shop::run_shop<shop::SessionCache>("session_cache (fixed)"); }
