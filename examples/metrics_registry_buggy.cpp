// Incident: counters that lost what they had counted, in a service that "only reads" its table of metrics. The buggy
// form.
//
// A request looks its counter up and adds to it. Counters are atomic, so the authors took the lock of readers, shared:
// two requests may look up at once. But operator[] is a reader only while the name is there. The first request of its
// kind inserts, under the shared lock, while others walk the same buckets or insert too: a node may be lost, or the
// table rehashed under a reader.
// The elements live in an arena that is dropped as a whole, so that the service merely miscounts.
//
// mapcheck reports `concurrent map writes` (operator[] in add, twice), and reads and iterations that meet such a write.
// metrics_registry_fixed.cpp has the remedy.
#include <memory_resource>
#include <mutex>
#include <shared_mutex>

#include <mapcheck/unordered_map.h>

#include "metrics_registry.h"

namespace metrics {

class Registry {
  public:
    Registry() { mapcheck_name(counters_, "counters"); }

    void add(const std::string& name, std::uint64_t amount) {
        const std::shared_lock<std::shared_mutex> lock(mutex_);
        counters_[name] += amount; // BUG: inserts what is not there
    }

    /// The sum of all counters, for the exporter.
    std::uint64_t total() {
        const std::shared_lock<std::shared_mutex> lock(mutex_);
        std::uint64_t sum = 0;
        for (const auto& entry : counters_) sum += entry.second;
        return sum;
    }

  private:
    std::pmr::monotonic_buffer_resource arena_;
    std::shared_mutex mutex_;
    mapcheck::pmr::unordered_map<std::string, Counter> counters_{&arena_};
};

} // namespace metrics

int main() { return metrics::run_service<metrics::Registry>("metrics_registry (buggy)"); }
