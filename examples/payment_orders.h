// The payment clearing that both forms of this incident run: orders, what the payment gateway answers, and the threads.
//
// A cycle's orders are accepted, then the gateway's answers carry each one through
//     created -> authorised -> captured -> settled
// while a second thread looks for orders whose deadline has passed and tells their customers. An order leaves the book
// when it is settled or when it has timed out: one of the two, never both. The book itself is the part that differs.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include <pthread.h>

namespace payments {

using OrderId = std::uint32_t;
using Clock = std::chrono::steady_clock;

enum class State : std::uint8_t { created, authorised, captured, settled };

struct Order {
    State state;
    std::uint32_t cents;
    Clock::time_point deadline;
};

inline State next(State state) { return static_cast<State>(static_cast<int>(state) + 1); }

/// What left the book, and how.
struct Outcome {
    std::vector<OrderId> settled; ///< written by the settlement thread only
    std::vector<OrderId> expired; ///< customers that were told "your payment timed out"; by the time-out thread only
};

inline constexpr OrderId orders_per_cycle = 3000;

/// The gateway's answers in the order of their arrival: three for an order that goes well; one order in eight loses its
/// last one on the way and has to time out.
inline std::vector<OrderId> gateway_answers(std::mt19937& random) {
    std::vector<OrderId> answers;
    for (OrderId id = 0; id < orders_per_cycle; ++id) {
        const int arriving = id % 8 == 7 ? 2 : 3;
        answers.insert(answers.end(), arriving, id);
    }
    std::shuffle(answers.begin(), answers.end(), random);
    return answers;
}

/// Runs one clearing cycle on a book (accept, answer, expire_overdue, open) and prints what came out of it.
/// Returns the process's exit status.
template <class Book>
int run_cycle(const char* title) {
    Book book;
    Outcome outcome;
    std::mt19937 random(20240229);
    const auto opening = Clock::now();

    for (OrderId id = 0; id < orders_per_cycle; ++id) {
        const auto patience = std::chrono::milliseconds(20 + random() % 180);
        book.accept(id, Order{State::created, static_cast<std::uint32_t>(random() % 10000), opening + patience});
    }

    std::atomic<bool> answering{true};
    std::atomic<bool> has_settled{false}; // relaxed: a cue that orders nothing
    std::thread settlement([&] {
        pthread_setname_np(pthread_self(), "settlement");
        int handled = 0;
        for (OrderId id : gateway_answers(random)) {
            if (book.answer(id)) {
                outcome.settled.push_back(id);
                has_settled.store(true, std::memory_order_relaxed);
            }
            if (++handled % 32 == 0) std::this_thread::sleep_for(std::chrono::microseconds(500)); // the network
        }
        answering = false;
    });
    std::thread time_outs([&] {
        pthread_setname_np(pthread_self(), "time-outs");
        while (!has_settled.load(std::memory_order_relaxed)) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        do {
            book.expire_overdue(Clock::now(), outcome);
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        } while (answering || book.open() > 0);
    });
    settlement.join();
    time_outs.join();

    const std::set<OrderId> settled(outcome.settled.begin(), outcome.settled.end());
    std::size_t both = 0;
    for (OrderId id : outcome.expired) both += settled.count(id);
    std::printf("%s: %u orders, %zu settled, %zu timed out, %zu paid AND told that they timed out\n", title,
                orders_per_cycle, outcome.settled.size(), outcome.expired.size(), both);
    return 0;
}

/// A letter to a customer takes its time.
inline void tell_customer_timed_out(OrderId id, Outcome& outcome) {
    outcome.expired.push_back(id);
    std::this_thread::sleep_for(std::chrono::microseconds(20));
}

} // namespace payments
