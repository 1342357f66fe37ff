// Incident: paid orders whose customers were told that the payment had timed out. The buggy form.
//
// The settlement thread erases an order as soon as it is settled, under the book's mutex. The time-out scan walks the
// same map without it ("it only reads; the mutex is for writers") and takes the mutex for each erase of its own. So
//   - the scan's ++ and the settlement's erase are not ordered by anything: the step may start from an element that has
//     just been unlinked, or run through a tree that is being rebalanced, and skips orders or walks astray;
//   - between the moment when an order is found overdue and the moment when it is erased, the settlement may settle it.
// The orders of a cycle live in one arena that is dropped as a whole. So the freed element stays readable and the
// service does not crash: it merely writes wrong letters, a few a day.
//
// mapcheck reports `concurrent map iteration and map write`: the loop in expire_overdue, the erase in answer.
// payment_orders_fixed.cpp has the remedy, in expire_overdue.
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
        for (const auto& [id, order] : orders_) { // BUG: no lock
            if (order.deadline <= now) overdue.push_back(id);
        }
        for (OrderId id : overdue) {
            tell_customer_timed_out(id, outcome);
            const std::lock_guard<std::mutex> lock(mutex_);
            orders_.erase(id); // by now it may have been settled
        }
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

int main() { return payments::run_cycle<payments::OrderBook>("payment_orders (buggy)"); }
