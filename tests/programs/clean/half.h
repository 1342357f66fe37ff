// A half-finished piece of work on two maps, to be handed from one thread to another: first() fills
// the maps and iterates over one half, second() goes on with the same iterators and then writes.
// The two calls need an order between them, which is what each program that uses this is about.
#pragma once

#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>

#include "check.h"

class Half {
  public:
    void first() {
        hashed_.reserve(200);
        for (int i = 1; i <= 100; ++i) {
            sorted_[i] = i;
            hashed_[i] = i;
        }
        at_ = sorted_.begin();
        hashed_at_ = hashed_.begin();
        for (int i = 0; i < 50; ++i) {
            sum_ += (at_++)->second;
            hashed_sum_ += (hashed_at_++)->second;
        }
    }

    void second() {
        for (; at_ != sorted_.end(); ++at_) sum_ += at_->second;
        for (; hashed_at_ != hashed_.end(); ++hashed_at_) hashed_sum_ += hashed_at_->second;
        CHECK(sum_ == 5050);
        CHECK(hashed_sum_ == 5050);
        for (int i = 1; i <= 100; i += 2) {
            sorted_.erase(i);
            hashed_.erase(i);
        }
        CHECK(sorted_.size() == 50);
        CHECK(hashed_.size() == 50);
        finished_ = true;
    }

    /// After both: the work was done once, and whole.
    void done() const {
        CHECK(finished_);
        CHECK(sorted_.begin()->first == 2);
        CHECK(hashed_.count(99) == 0);
    }

  private:
    mapcheck::map<int, int> sorted_;
    mapcheck::unordered_map<int, int> hashed_;
    mapcheck::map<int, int>::iterator at_;
    mapcheck::unordered_map<int, int>::iterator hashed_at_;
    int sum_ = 0;
    int hashed_sum_ = 0;
    bool finished_ = false;
};
