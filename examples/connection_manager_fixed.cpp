// Incident: a chat server that now and then forgot to send to some of its users, and about once a week crashed in a
// broadcast. The fixed form.
//
// What was wrong is told in connection_manager_buggy.cpp: a callback erased from the map that a loop was walking, and
// erased without the lock. The remedy: nothing that may call back is called under the lock. The broadcast collects who
// is there, releases the lock, and sends to its own list; what it holds stays alive while it does. The callback takes
// the lock, and every erase is in one place. The mutex need not be recursive, and a plain one would now show the
// mistake at once.
//
// mapcheck is silent.
#include <memory>
#include <mutex>
#include <vector>

#include <mapcheck/map.h>

#include "connection_manager.h"

namespace chat {

class ConnectionManager {
  public:
    ConnectionManager() { mapcheck_name(connections_, "connections"); }

    void accept(ConnectionId id, std::uint32_t lives_for) {
        auto connection = std::make_shared<Connection>(id, lives_for, [this](ConnectionId c) { remove(c); });
        const std::lock_guard<std::mutex> lock(mutex_);
        connections_.emplace(id, std::move(connection));
    }

    /// Sends to everybody. Returns how many it was sent to.
    std::uint64_t broadcast(std::uint32_t message) {
        const std::vector<std::shared_ptr<Connection>> present = everybody();
        for (const auto& connection : present) connection->send(message);
        return present.size();
    }

    void peer_closed(ConnectionId id) {
        if (const std::shared_ptr<Connection> connection = find(id)) connection->peer_closed();
    }

    std::size_t size() {
        const std::lock_guard<std::mutex> lock(mutex_);
        return connections_.size();
    }

  private:
    std::vector<std::shared_ptr<Connection>> everybody() {
        std::vector<std::shared_ptr<Connection>> present;
        const std::lock_guard<std::mutex> lock(mutex_);
        present.reserve(connections_.size());
        for (const auto& entry : connections_) present.push_back(entry.second);
        return present;
    }
    std::shared_ptr<Connection> find(ConnectionId id) {
        const std::lock_guard<std::mutex> lock(mutex_);
        const auto found = connections_.find(id);
        return found == connections_.end() ? nullptr : found->second;
    }
    void remove(ConnectionId id) {
        const std::lock_guard<std::mutex> lock(mutex_);
        connections_.erase(id);
    }

    std::mutex mutex_;
    mapcheck::map<ConnectionId, std::shared_ptr<Connection>> connections_;
};

} // namespace chat

int main() { return chat::run_rooms<chat::ConnectionManager>("connection_manager (fixed)"); }
