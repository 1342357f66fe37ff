// The state of a program with far more than 63 threads: every component is taken, and of the five
// threads that the next simulations will get (0 to 4), 1 shares its component with 2, and 3 with 4.
//
// Holds the other threads alive until it ends. Make it before a Simulation, not during one.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <vector>

#include "core/thread.h"

namespace mapcheck::simulation {

class SharedComponents {
  public:
    /// Whether one exists; otherwise simulations avoid threads that share.
    static inline bool exist = false;

    SharedComponents() {
        exist = true;
        // Ended threads are used first; the first one that finds its component taken is a new one.
        core::Thread* t = start();
        while (t->published != 0 || t->next == nullptr) { // one that ended has published its end
            others_.push_back(t);
            t = start();
        }
        std::vector<core::Thread*> five{t};
        for (int pair = 0; pair < 2; ++pair) {
            core::Thread* one = start();
            five.push_back(one);
            while ((t = start())->component != one->component) others_.push_back(t);
            five.push_back(t);
        }
        for (core::Thread* f : five) core::thread_exit(*f);
        if (five[1]->component != five[2]->component || five[3]->component != five[4]->component)
            throw std::runtime_error("components are given out in another way now: change this helper");
    }
    ~SharedComponents() {
        exist = false;
        for (core::Thread* t : others_) core::thread_exit(*t);
    }
    SharedComponents(const SharedComponents&) = delete;
    SharedComponents& operator=(const SharedComponents&) = delete;

  private:
    static core::Thread* start() {
        core::Thread* t = core::thread_start(nullptr, 1);
        if (t == nullptr) throw std::runtime_error("no memory for a thread");
        return t;
    }
    std::vector<core::Thread*> others_;
};

} // namespace mapcheck::simulation
