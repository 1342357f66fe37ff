// Incident: paid orders whose customers were told that the payment had timed out. The fixed form.
//
// What was wrong is told in payment_orders_buggy.cpp: the time-out scan walked the book without the mutex under which
// the settlement thread erases. The remedy is in expire_overdue, and is the usual one: collect, then erase, under *one*
// lock for both, so that an order found overdue is out of the book before anybody can settle it. What takes long (the
// letters) is done after the lock is released and works on the collected ids, not on the map.
//
// mapcheck is silent.
#include <memory_resource>
#include <mutex>
#include <vector>

#include <mapcheck/map.h>

#include "payment_orders.h"

namespace payments {

class OrderBook {
  public:
    void accept(OrderId id, Order order) {
        const std::lock_guard<std::mutex> lock(mutex_);
        orders_.emplace(id, order);
    }

    /// The gateway answered: one state further. Whether the order is settled now; it has left the book then.
    bool answer(OrderId id) {
        const std::lock_guard<std::mutex> lock(mutex_);
        const auto found = orders_.find(id);
        if (found == orders_.end()) return false; // too late, it has timed out
        found->second.state = next(found->second.state);
        if (found->second.state != State::settled) return false;
        orders_.erase(found);
        return true;
    }

    /// Takes out of the book what is overdue, and tells the customers.
    void expire_overdue(Clock::time_point now, Outcome& outcome) {
        std::vector<OrderId> overdue;
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            for (const auto& [id, order] : orders_) {
                if (order.deadline <= now) overdue.push_back(id);
            }
            for (OrderId id : overdue) orders_.erase(id);
        }
        for (OrderId id : overdue) tell_customer_timed_out(id, outcome);
    }

    std::size_t open() {
        const std::lock_guard<std::mutex> lock(mutex_);
        return orders_.size();
    }

  private:
    std::pmr::monotonic_buffer_resource cycle_;
    std::mutex mutex_;
    mapcheck::pmr::map<OrderId, Order> orders_{&cycle_};
};

} // namespace payments

int main() { return payments::run_cycle<payments::OrderBook>("payment_orders (fixed)"); }
