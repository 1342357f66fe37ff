// The card payments that both forms of this incident run: two evaluators ask the rules of the merchant's category
// whether a payment may pass, and a reloader brings new rules every few milliseconds, as an operator does who tightens
// a limit during an attack. The table of rules is the part that differs.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <thread>
#include <vector>

#include <pthread.h>

namespace risk {

using Category = std::uint32_t; ///< a merchant category code

/// The rule of one category. Rules of one version agree with each other; those of two versions need not.
struct Rule {
    std::uint32_t version;
    std::uint32_t limit; ///< cents in one payment
    std::uint32_t score; ///< from which the payment is looked at by a person
};

struct Payment {
    Category category;
    std::uint32_t cents;
};

enum class Verdict : std::uint8_t { pass, review, refuse, no_rule };

/// What an evaluator saw. `mixed`: payments that were judged by the limit of one version and the score of another.
struct Tally {
    std::uint32_t judged = 0;
    std::uint32_t no_rule = 0;
    std::uint32_t mixed = 0;
};

inline constexpr Category categories = 400;
inline constexpr int evaluators = 2;
inline constexpr int payments_per_evaluator = 3000;
inline constexpr std::uint32_t reloads = 24;

inline Rule rule_of(Category category, std::uint32_t version) {
    return Rule{version, 50'000 + category * 7 + version * 100, 600 - version};
}

/// The customer's history comes from another service: an evaluation is not over in a moment.
inline std::uint32_t score_from_history(const Payment& payment, int number) {
    if (number % 8 == 0) std::this_thread::sleep_for(std::chrono::microseconds(60));
    return (payment.cents * 2654435761U) >> 22;
}

/// Runs the traffic on a table of rules (load, evaluate) and prints what came out of it.
/// Returns the process's exit status.
template <class Rules>
int run_traffic(const char* title) {
    Rules rules;
    rules.load(0);
    std::atomic<int> running{evaluators};
    std::vector<Tally> tallies(evaluators);

    std::vector<std::thread> threads;
    for (int evaluator = 0; evaluator < evaluators; ++evaluator) {
        threads.emplace_back([&, evaluator] {
            pthread_setname_np(pthread_self(), "evaluator");
            Tally& tally = tallies[static_cast<std::size_t>(evaluator)];
            std::uint32_t random = 2463534242U + static_cast<std::uint32_t>(evaluator);
            for (int number = 0; number < payments_per_evaluator; ++number) {
                random ^= random << 13, random ^= random >> 17, random ^= random << 5;
                const Payment payment{random % categories, random >> 16};
                ++tally.judged;
                if (rules.evaluate(payment, number, tally) == Verdict::no_rule) ++tally.no_rule;
            }
            --running;
        });
    }
    std::thread reloader([&] {
        pthread_setname_np(pthread_self(), "reloader");
        std::uint32_t version = 0;
        do {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            rules.load(++version);
        } while (version < reloads && running > 0);
    });
    for (auto& thread : threads) thread.join();
    reloader.join();

    Tally sum;
    for (const Tally& tally : tallies) {
        sum.judged += tally.judged;
        sum.no_rule += tally.no_rule;
        sum.mixed += tally.mixed;
    }
    std::printf("%s: %u payments judged, %u found no rule, %u by the rules of two versions at once\n", title,
                sum.judged, sum.no_rule, sum.mixed);
    return 0;
}

} // namespace risk
