// A cue: one thread tells another how far it is, in a way that orders nothing in the memory model.
//
// Made of relaxed atomics that are polled with a sleep, so the real order of two accesses is fixed on every run while
// no happens-before edge joins them: what a test program does by cue is as unordered as what a service does by luck.
// Only for test programs. A cue that is never given ends the process with status 3, so that nothing hangs.
#pragma once

#include <atomic>
#include <cstdio>
#include <cstdlib>

#include <unistd.h>

class Cue {
  public:
    void set() { given_.store(true, std::memory_order_relaxed); }

    void await() const {
        for (int tries = 0; !given_.load(std::memory_order_relaxed); ++tries) {
            if (tries == 200000) {
                std::fputs("a cue was never given\n", stderr);
                std::_Exit(3);
            }
            ::usleep(100);
        }
    }

  private:
    std::atomic<bool> given_{false};
};
