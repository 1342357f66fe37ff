// The traffic that both forms of this incident run: three front-end threads ask a rate limiter whether a client may
// send, new clients keep coming, and a janitor thread sweeps the buckets of clients that have fallen silent, a few
// entries per tick so that no request ever waits for a whole sweep. The limiter itself is the part that differs.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <thread>
#include <vector>

#include <pthread.h>

namespace limiter {

using ClientId = std::uint64_t;
using Clock = std::chrono::steady_clock;

/// A token bucket, and what the janitor's bookkeeping needs.
struct Bucket {
    double tokens = 5;
    Clock::time_point last;
    std::uint32_t born_in = 0; ///< sweep during which the client came
    std::uint32_t seen_in = 0; ///< sweep that saw it last
    bool take(Clock::time_point now) {
        tokens = std::min(5.0, tokens + std::chrono::duration<double>(now - last).count() * 100);
        last = now;
        if (tokens < 1) return false;
        tokens -= 1;
        return true;
    }
};

/// What the janitor found out about its own sweeps.
struct Audit {
    std::uint32_t sweeps = 0; ///< that came to their end
    std::uint64_t visited = 0;
    std::uint64_t twice = 0;  ///< buckets that one sweep saw a second time
    std::uint64_t missed = 0; ///< buckets that were there from a sweep's begin to its end and were not seen
};

inline constexpr int front_ends = 3;
inline constexpr int requests_per_front_end = 6000;
inline constexpr auto silent_for = std::chrono::milliseconds(40);
inline constexpr int entries_per_tick = 48;

/// A visit of the sweep. Whether the bucket is to go.
inline bool visit(Bucket& bucket, std::uint32_t sweep, Clock::time_point now, Audit& audit) {
    ++audit.visited;
    if (bucket.seen_in == sweep) ++audit.twice;
    bucket.seen_in = sweep;
    return now - bucket.last > silent_for;
}

/// At the end of a sweep, with the limiter's lock held: what did it miss?
template <class Buckets>
void audit_sweep(const Buckets& buckets, std::uint32_t sweep, Audit& audit) {
    ++audit.sweeps;
    for (const auto& entry : buckets) {
        if (entry.second.born_in < sweep && entry.second.seen_in != sweep) ++audit.missed;
    }
}

/// Runs the traffic on a limiter (allow, tick) and prints what the sweeps were worth.
/// Returns the process's exit status.
template <class Limiter>
int run_traffic(const char* title) {
    Limiter rate_limiter;
    Audit audit;
    std::atomic<int> running{front_ends};
    std::atomic<int> refused{0};

    std::vector<std::thread> threads;
    for (int front_end = 0; front_end < front_ends; ++front_end) {
        threads.emplace_back([&, front_end] {
            pthread_setname_np(pthread_self(), "front-end");
            std::uint64_t random = 88172645463325252ULL + static_cast<std::uint64_t>(front_end);
            for (int request = 0; request < requests_per_front_end; ++request) {
                random ^= random << 13, random ^= random >> 7, random ^= random << 17;
                // The population moves on: old clients fall silent, new ones come.
                const ClientId client = static_cast<ClientId>(request / 4) * front_ends + random % 600;
                if (!rate_limiter.allow(client, Clock::now())) ++refused;
                if (request % 16 == 0) std::this_thread::sleep_for(std::chrono::microseconds(400));
            }
            --running;
        });
    }
    std::thread janitor([&] {
        pthread_setname_np(pthread_self(), "janitor");
        while (running > 0) {
            rate_limiter.tick(Clock::now(), audit);
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
    });
    for (auto& thread : threads) thread.join();
    janitor.join();

    std::printf("%s: %d requests, %d refused; %u sweeps, %llu visits, %llu buckets missed, %llu seen twice\n", title,
                front_ends * requests_per_front_end, refused.load(), audit.sweeps,
                static_cast<unsigned long long>(audit.visited), static_cast<unsigned long long>(audit.missed),
                static_cast<unsigned long long>(audit.twice));
    return 0;
}

} // namespace limiter
