// Incident: a chat server that now and then forgot to send to some of its users, and about once a week crashed in a
// broadcast. The buggy form.
//
// The broadcast walks the map of connections. That a peer is gone is learnt while something is sent to it, so its close
// callback runs inside the loop and erases the very element at which the loop stands: the ++ that follows starts from
// an element that is dead. The mutex was made recursive long ago, "because of a deadlock in the callback"; since then
// it no longer shows this. And the event thread erases without it: "each connection is only closed once".
// Here the elements live in an arena that is dropped as a whole, so that the server merely skips users.
//
// mapcheck reports `iterator invalidated by erase` (the step in broadcast, the erase in remove, both of one thread) and
// `concurrent map iteration and map write` (the loop in broadcast, the erase by the event thread).
// connection_manager_fixed.cpp has the remedy.
#include <memory>
#include <memory_resource>
#include <mutex>

#include <mapcheck/map.h>

#include "connection_manager.h"

namespace chat {

class ConnectionManager {
  public:
    ConnectionManager() { mapcheck_name(connections_, "connections"); }

    void accept(ConnectionId id, std::uint32_t lives_for) {
        const std::lock_guard<std::recursive_mutex> lock(mutex_);
        connections_.emplace(id, std::make_shared<Connection>(id, lives_for, [this](ConnectionId c) { remove(c); }));
    }

    /// Sends to everybody. Returns how many it was sent to.
    std::uint64_t broadcast(std::uint32_t message) {
        const std::lock_guard<std::recursive_mutex> lock(mutex_);
        std::uint64_t sent = 0;
        for (const auto& entry : connections_) {
            const std::shared_ptr<Connection> connection = entry.second;
            connection->send(message); // BUG: may call remove(), which erases this entry
            ++sent;
        }
        return sent;
    }

    void peer_closed(ConnectionId id) {
        std::shared_ptr<Connection> connection;
        {
            const std::lock_guard<std::recursive_mutex> lock(mutex_);
            const auto found = connections_.find(id);
            if (found == connections_.end()) return;
            connection = found->second;
        }
        connection->peer_closed();
    }

    std::size_t size() {
        const std::lock_guard<std::recursive_mutex> lock(mutex_);
        return connections_.size();
    }

  private:
    void remove(ConnectionId id) { connections_.erase(id); } // BUG: no lock

    std::pmr::monotonic_buffer_resource arena_;
    std::recursive_mutex mutex_;
    mapcheck::pmr::map<ConnectionId, std::shared_ptr<Connection>> connections_{&arena_};
};

} // namespace chat

int main() { return chat::run_rooms<chat::ConnectionManager>("connection_manager (buggy)"); }
