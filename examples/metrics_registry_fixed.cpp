// Incident: counters that lost what they had counted, in a service that "only reads" its table of metrics. The fixed
// form.
//
// What was wrong is told in metrics_registry_buggy.cpp: operator[] is a writer when the name is new. The remedy keeps
// the lock of readers for the many and takes the exclusive one for the few: find() under the shared lock; if there is
// nothing, try_emplace() under the exclusive one, which also does when another thread was faster in between.
//
// mapcheck is silent.
#include <mutex>
#include <shared_mutex>

#include <mapcheck/unordered_map.h>

#include "metrics_registry.h"

namespace metrics {

class Registry {
  public:
    Registry() { mapcheck_name(counters_, "counters"); }

    void add(const std::string& name, std::uint64_t amount) {
        {
            const std::shared_lock<std::shared_mutex> lock(mutex_);
            const auto found = counters_.find(name);
            if (found != counters_.end()) {
                found->second += amount; // several readers may: it is atomic, and the map is not changed
                return;
            }
        }
        const std::unique_lock<std::shared_mutex> lock(mutex_);
        counters_.try_emplace(name).first->second += amount;
    }

    /// The sum of all counters, for the exporter.
    std::uint64_t total() {
        const std::shared_lock<std::shared_mutex> lock(mutex_);
        std::uint64_t sum = 0;
        for (const auto& entry : counters_) sum += entry.second;
        return sum;
    }

  private:
    std::shared_mutex mutex_;
    mapcheck::unordered_map<std::string, Counter> counters_;
};

} // namespace metrics

int main() { return metrics::run_service<metrics::Registry>("metrics_registry (fixed)"); }
