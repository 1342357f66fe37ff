// Incident: users who were logged out in the middle of a purchase, and a shop that hung once a month. The fixed form.
//
// What was wrong is told in session_cache_buggy.cpp: the lock of the cache was given back between finding and erasing.
// One lock around both would do. This shop's requests must not wait for a sweep, so it goes further: a concurrent map,
// oneTBB's concurrent_hash_map, in which an accessor locks one element only. Nobody walks it, for that is what a
// concurrent map cannot do while it changes. The sweeper has a queue of its own instead, of what expires when, and
// looks again, with the element locked, whether that is still so; who logs out has an index by user. Each session has
// one place in the queue and one in the index, and leaves them when it ends.
//
// mapcheck is silent: the index is one of its maps, what is in concurrent_hash_map looks after itself.
#include <algorithm>
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
            if (is_new) entry->second.queued_for = expires;
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
            if (found == of_user_.end()) return 0;
            ids.swap(found->second);
            of_user_.erase(found);
        }
        std::uint32_t ended = 0;
        for (SessionId id : ids) ended += sessions_.erase(id);
        return ended;
    }

    /// Takes out what has expired. Returns how much. Costs what is due, whatever the size of the cache: the queue is in
    /// the order of putting in, and nobody stands in it for longer than a lifetime.
    std::uint32_t sweep(Clock::time_point now) {
        std::vector<std::pair<Clock::time_point, SessionId>> due;
        {
            const std::lock_guard<std::mutex> lock(index_mutex_);
            for (; !to_expire_.empty() && to_expire_.front().first <= now; to_expire_.pop_front())
                due.push_back(to_expire_.front());
        }
        std::vector<std::pair<Clock::time_point, SessionId>> refreshed;
        std::vector<std::pair<UserId, SessionId>> expired;
        for (const auto& [when, id] : due) {
            Sessions::accessor entry;
            if (!sessions_.find(entry, id) || entry->second.queued_for != when) continue; // logged out (and in again)
            if (entry->second.expires > now) {
                entry->second.queued_for = entry->second.expires;
                refreshed.emplace_back(entry->second.expires, id);
            } else {
                expired.emplace_back(entry->second.user, id);
                sessions_.erase(entry);
            }
        }
        const std::lock_guard<std::mutex> lock(index_mutex_);
        to_expire_.insert(to_expire_.end(), refreshed.begin(), refreshed.end());
        for (const auto& [user, id] : expired) forget(user, id);
        return static_cast<std::uint32_t>(expired.size());
    }

    std::size_t size() const { return sessions_.size(); }

  private:
    struct Entry : Session {
        Clock::time_point queued_for; ///< its place in to_expire_; another one there is of an earlier life
    };
    using Sessions = tbb::concurrent_hash_map<SessionId, Entry>;

    /// Takes one mention of a session out of the index. Needs index_mutex_.
    void forget(UserId user, SessionId id) {
        const auto found = of_user_.find(user);
        if (found == of_user_.end()) return; // who logs out has taken the whole entry
        auto& ids = found->second;
        const auto mention = std::find(ids.begin(), ids.end(), id);
        if (mention != ids.end()) ids.erase(mention);
        if (ids.empty()) of_user_.erase(found);
    }

    Sessions sessions_;
    std::mutex index_mutex_; ///< of the two below, never held together with an element of sessions_
    std::deque<std::pair<Clock::time_point, SessionId>> to_expire_;
    mapcheck::unordered_map<UserId, std::vector<SessionId>> of_user_;
};

} // namespace shop

int main() { return shop::run_shop<shop::SessionCache>("session_cache (fixed)"); }
