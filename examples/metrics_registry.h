// The service that both forms of this incident watch: request threads count what they do under names that come up as
// the traffic does ("http.requests{path=/cart,status=200}"), and an exporter reads them all, now and then. The registry
// is the part that differs.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include <pthread.h>

namespace metrics {

inline constexpr int request_threads = 3;
inline constexpr int requests_per_thread = 2500;

/// A counter that any thread may add to, once it is there.
using Counter = std::atomic<std::uint64_t>;

inline const char* path_of(int request) {
    static const char* const paths[] = {"/", "/login", "/cart", "/checkout", "/search", "/help", "/account", "/logout"};
    return paths[request / 320 % 8]; // what users do moves on in the course of a session
}

/// The name under which a request is counted; each thread serves its own tenant.
inline std::string metric_of(int thread, int request) {
    return std::string("http.requests{tenant=") + std::to_string(thread) + ",path=" + path_of(request) +
           ",status=" + (request % 50 == 7 ? "500" : "200") + "}";
}

/// Runs the traffic on a registry (add, total) and prints what was counted. Returns the process's exit status.
template <class Registry>
int run_service(const char* title) {
    Registry registry;
    std::atomic<int> running{request_threads};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < request_threads; ++thread) {
        threads.emplace_back([&, thread] {
            pthread_setname_np(pthread_self(), "request");
            std::this_thread::sleep_for(std::chrono::milliseconds(5 * thread)); // their sessions began one by one
            for (int request = 0; request < requests_per_thread; ++request) {
                registry.add(metric_of(thread, request), 1);
                if (request % 16 == 0) std::this_thread::sleep_for(std::chrono::microseconds(250));
            }
            --running;
        });
    }
    std::uint64_t exports = 0;
    std::thread exporter([&] {
        pthread_setname_np(pthread_self(), "exporter");
        while (running > 0) {
            exports += registry.total() > 0;
            std::this_thread::sleep_for(std::chrono::milliseconds(4));
        }
    });
    for (auto& thread : threads) thread.join();
    exporter.join();

    std::printf("%s: %d requests, %llu counted; %llu exports\n", title, request_threads * requests_per_thread,
                static_cast<unsigned long long>(registry.total()), static_cast<unsigned long long>(exports));
    return 0;
}

} // namespace metrics
