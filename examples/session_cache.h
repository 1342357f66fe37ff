// The web shop that both forms of this incident run: request threads open, refresh and read sessions, a sweeper takes
// out those that have expired, and now and then a user logs out on every device at once. The cache is the part that
// differs.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <thread>
#include <vector>

#include <pthread.h>

namespace shop {

using SessionId = std::uint64_t;
using UserId = std::uint32_t;
using Clock = std::chrono::steady_clock;

struct Session {
    UserId user = 0;
    Clock::time_point expires;
    std::uint32_t requests = 0;
};

inline constexpr int request_threads = 3;
inline constexpr int requests_per_thread = 3000;
inline constexpr UserId users = 200;
inline constexpr int devices = 3;
inline constexpr auto lifetime = std::chrono::milliseconds(8);

/// The session of a user's device. The last bits say the day: an id does not come back.
inline SessionId session_of(UserId user, int device, int day) {
    return (static_cast<SessionId>(user) * devices + static_cast<SessionId>(device)) << 16 |
           static_cast<SessionId>(day);
}

/// Runs the traffic on a cache (touch, log_out, sweep, size) and prints what came out of it.
/// Returns the process's exit status.
template <class Cache>
int run_shop(const char* title) {
    Cache cache;
    std::atomic<int> running{request_threads};
    std::atomic<bool> has_swept{false}; // relaxed: a cue that orders nothing
    std::atomic<std::uint32_t> requests{0};
    std::atomic<std::uint32_t> hits{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < request_threads; ++thread) {
        threads.emplace_back([&, thread] {
            pthread_setname_np(pthread_self(), "request");
            std::uint32_t random = 747796405U + static_cast<std::uint32_t>(thread);
            bool is_last = false;
            for (int request = 0; !is_last; ++request) {
                is_last = request >= requests_per_thread && has_swept.load(std::memory_order_relaxed);
                ++requests;
                random = random * 1664525 + 1013904223;
                const UserId user = (random >> 8) % users;
                const int device = static_cast<int>(random >> 24) % devices;
                hits += cache.touch(session_of(user, device, request / 500), user, Clock::now() + lifetime);
                if (request % 16 == 0) std::this_thread::sleep_for(std::chrono::microseconds(200));
            }
            --running;
        });
    }
    std::uint32_t expired = 0;
    std::thread sweeper([&] {
        pthread_setname_np(pthread_self(), "sweeper");
        while (running > 0) {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            expired += cache.sweep(Clock::now());
            if (expired > 0) has_swept.store(true, std::memory_order_relaxed);
        }
    });
    std::uint32_t logged_out = 0;
    std::thread support([&] {
        pthread_setname_np(pthread_self(), "log-out");
        for (UserId user = 0; running > 0; user = (user + 1) % users) {
            std::this_thread::sleep_for(std::chrono::microseconds(900));
            logged_out += cache.log_out(user);
        }
    });
    for (auto& thread : threads) thread.join();
    sweeper.join();
    support.join();

    std::printf("%s: %u requests, %u hits; %u sessions expired, %u logged out, %zu left\n", title, requests.load(),
                hits.load(), expired, logged_out, cache.size());
    return 0;
}

} // namespace shop
