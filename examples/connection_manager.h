// The chat rooms that both forms of this incident run: a broadcaster sends messages to every connection, some of whose
// peers turn out to be gone when something is sent to them, and an event thread meanwhile accepts new connections and
// learns of others that were closed. Whoever learns that a peer is gone calls the connection's close callback, which
// takes the connection out of its manager. The manager is the part that differs.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <thread>
#include <utility>

#include <pthread.h>

namespace chat {

using ConnectionId = std::uint32_t;

/// One WebSocket: what was written to it, and whether its peer is still there.
class Connection {
  public:
    using OnClose = std::function<void(ConnectionId)>;

    Connection(ConnectionId id, std::uint32_t lives_for, OnClose on_close)
        : id_(id), lives_for_(lives_for), on_close_(std::move(on_close)) {}

    /// Writes to the socket. That a peer is gone is often learnt here: then the callback is called, from inside.
    void send(std::uint32_t message) {
        const std::uint32_t sent = sent_.fetch_add(1, std::memory_order_relaxed) + 1;
        last_.store(message, std::memory_order_relaxed);
        if (sent == lives_for_) on_close_(id_);
    }
    /// The event loop learnt that the peer has closed.
    void peer_closed() { on_close_(id_); }

    std::uint32_t sent() const { return sent_.load(std::memory_order_relaxed); }

  private:
    ConnectionId id_;
    std::uint32_t lives_for_; ///< messages until the peer is found gone
    OnClose on_close_;
    std::atomic<std::uint32_t> sent_{0};
    std::atomic<std::uint32_t> last_{0};
};

inline constexpr ConnectionId first_connections = 300;
inline constexpr ConnectionId later_connections = 400;
inline constexpr std::uint32_t messages = 60;

/// One connection in three is found gone while it is sent to.
inline std::uint32_t lives_for(ConnectionId id) { return id % 3 == 0 ? 2 + id % 29 : ~0U; }

/// Runs the traffic on a manager (accept, broadcast, peer_closed, size) and prints what came out of it.
/// Returns the process's exit status.
template <class Manager>
int run_rooms(const char* title) {
    Manager manager;
    for (ConnectionId id = 0; id < first_connections; ++id) manager.accept(id, lives_for(id));

    std::atomic<std::uint64_t> delivered{0};
    std::thread broadcaster([&] {
        pthread_setname_np(pthread_self(), "broadcaster");
        for (std::uint32_t message = 0; message < messages; ++message) {
            delivered += manager.broadcast(message);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    });
    std::thread events([&] {
        pthread_setname_np(pthread_self(), "events");
        for (ConnectionId n = 0; n < later_connections; ++n) {
            manager.accept(first_connections + n, lives_for(first_connections + n));
            if (n % 2 == 0) manager.peer_closed(n * 7 % first_connections);
            std::this_thread::sleep_for(std::chrono::microseconds(100));
        }
    });
    broadcaster.join();
    events.join();

    std::printf("%s: %u messages, %llu delivered, %zu connections left\n", title, messages,
                static_cast<unsigned long long>(delivered.load()), manager.size());
    return 0;
}

} // namespace chat
