// Incident: during a reload of the rules, payments passed that no version of the rules would have let pass. The fixed
// form.
//
// What was wrong is told in risk_rules_buggy.cpp: the table was assigned while it was read. The remedy is a snapshot: a
// table is built by the reloader alone, is never changed once it is published, and is held by whoever reads it. A lock
// is taken for as long as it takes to copy a pointer, an evaluation sees one version from its begin to its end, and the
// last evaluator that lets go of an old version frees it.
//
// mapcheck is silent.
#include <memory>
#include <mutex>
#include <utility>

#include <mapcheck/unordered_map.h>

#include "risk_rules.h"

namespace risk {

class RuleTable {
  public:
    using Rules = mapcheck::unordered_map<Category, Rule>;

    /// Puts the rules of this version in force.
    void load(std::uint32_t version) {
        auto next = std::make_shared<Rules>();
        for (Category category = 0; category < categories; ++category)
            next->emplace(category, rule_of(category, version));
        std::shared_ptr<const Rules> old = std::move(next);
        const std::lock_guard<std::mutex> lock(mutex_);
        current_.swap(old); // the old one is dropped after the lock
    }

    Verdict evaluate(const Payment& payment, int number, Tally& tally) const {
        const std::shared_ptr<const Rules> rules = snapshot();
        const auto rule = rules->find(payment.category);
        if (rule == rules->end()) return Verdict::no_rule;
        const Rule before = rule->second;
        if (payment.cents > before.limit) return Verdict::refuse;
        const std::uint32_t score = score_from_history(payment, number);
        const Rule after = rule->second;
        tally.mixed += before.version != after.version;
        return score > after.score ? Verdict::review : Verdict::pass;
    }

  private:
    std::shared_ptr<const Rules> snapshot() const {
        const std::lock_guard<std::mutex> lock(mutex_);
        return current_;
    }

    mutable std::mutex mutex_;
    std::shared_ptr<const Rules> current_; ///< what it points to is never changed
};

} // namespace risk

int main() { return risk::run_traffic<risk::RuleTable>("risk_rules (fixed)"); }
