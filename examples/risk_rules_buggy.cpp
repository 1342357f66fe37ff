// Incident: during a reload of the rules, payments passed that no version of the rules would have let pass. The buggy
// form.
//
// The reloader assigns a new table to the old one, under a mutex that only reloaders take; evaluators "only read".
//   - A find runs into an assignment: it sees a table that is half empty, finds no rule, and the payment passes.
//   - An evaluator looks its rule up, waits for the customer's history, and goes on with its iterator: meanwhile the
//     element is another one. The limit comes from the old version, the score from the new.
// The nodes of the table are reused by the assignment and live in one arena, so nothing crashes; fraud gets through.
//
// mapcheck reports `concurrent map read and map write` (the find in evaluate, the assignment in load) and `iterator
// invalidated by assignment` (the use of the kept iterator). risk_rules_fixed.cpp has the remedy.
#include <memory_resource>
#include <mutex>
#include <utility>

#include <mapcheck/unordered_map.h>

#include "risk_rules.h"

namespace risk {

class RuleTable {
  public:
    RuleTable() { mapcheck_name(rules_, "rules"); }

    /// Puts the rules of this version in force.
    void load(std::uint32_t version) {
        mapcheck::pmr::unordered_map<Category, Rule> next(&arena_);
        for (Category category = 0; category < categories; ++category)
            next.emplace(category, rule_of(category, version));
        const std::lock_guard<std::mutex> lock(reload_mutex_);
        rules_ = next; // BUG: under the eyes of the evaluators
    }

    Verdict evaluate(const Payment& payment, int number, Tally& tally) const {
        const auto rule = rules_.find(payment.category); // BUG: no lock
        if (rule == rules_.end()) return Verdict::no_rule;
        const Rule before = rule->second;
        if (payment.cents > before.limit) return Verdict::refuse;
        const std::uint32_t score = score_from_history(payment, number);
        const Rule after = rule->second; // BUG: whose element is it now?
        tally.mixed += before.version != after.version;
        return score > after.score ? Verdict::review : Verdict::pass;
    }

  private:
    std::pmr::monotonic_buffer_resource arena_; ///< the reloader's alone
    std::mutex reload_mutex_;
    mapcheck::pmr::unordered_map<Category, Rule> rules_{&arena_};
};

} // namespace risk

int main() { return risk::run_traffic<risk::RuleTable>("risk_rules (buggy)"); }
