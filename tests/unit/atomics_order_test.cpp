// From a told builtin to the clocks: what is released is taken up, through the thread's cache and past
// it. The threads pass cues by plain volatile words, which order nothing.
#define MAPCHECK
#include <mapcheck/atomics.h>

#include <cstdint>
#include <functional>
#include <thread>

#include "catch.h"
#include "core/order.h"
#include "core/thread.h"
#include "edges/atomics.h"
#include "edges/self.h"

using namespace mapcheck;

namespace {

/// A second thread that runs one step at a time when told to.
class Other {
  public:
    Other() : thread_([this] { run(); }) {
        step([] {});
    }
    ~Other() {
        done_ = true;
        thread_.join();
    }
    void step(std::function<void()> what) {
        what_ = std::move(what);
        asked_ = asked_ + 1;
        while (answered_ != asked_) std::this_thread::yield();
    }
    /// An access of the other thread's: an event that nobody knows yet.
    core::EventId access() {
        core::EventId event = 0;
        step([&] {
            core::Thread& t = *edges::self();
            core::touched(t);
            event = core::now(t);
        });
        return event;
    }

  private:
    void run() {
        while (!done_) {
            if (answered_ == asked_) {
                std::this_thread::yield();
                continue;
            }
            what_();
            answered_ = asked_;
        }
    }
    std::function<void()> what_;
    volatile int asked_ = 0;
    volatile int answered_ = 0;
    volatile bool done_ = false;
    std::thread thread_;
};

bool known(core::EventId event) { return core::ordered(*edges::self(), event); }

} // namespace

TEST_CASE("an acquire learns what was released into the same object, each time anew") {
    Other other;
    int flag = 0;
    for (int round = 0; round < 5; ++round) {
        const core::EventId event = other.access();
        (void)__atomic_load_n(&flag, __ATOMIC_ACQUIRE);
        CHECK_FALSE(known(event));
        other.step([&] { __atomic_store_n(&flag, round, __ATOMIC_RELEASE); });
        CHECK_FALSE(known(event));
        (void)__atomic_load_n(&flag, __ATOMIC_RELAXED);
        CHECK_FALSE(known(event));
        (void)__atomic_load_n(&flag, __ATOMIC_ACQUIRE);
        CHECK(known(event));
    }
}

TEST_CASE("a second release without news is kept back, one with news is not") {
    Other other;
    int flag = 0;
    const core::EventId first = other.access();
    other.step([&] {
        __atomic_store_n(&flag, 1, __ATOMIC_RELEASE);
        __atomic_store_n(&flag, 2, __ATOMIC_RELEASE);
    });
    const core::EventId second = other.access();
    other.step([&] { __atomic_store_n(&flag, 3, __ATOMIC_RELEASE); });
    (void)__atomic_load_n(&flag, __ATOMIC_ACQUIRE);
    CHECK(known(first));
    CHECK(known(second));
}

TEST_CASE("another object teaches nothing, whatever entry of the cache it shares") {
    Other other;
    static int words[4096];
    const core::EventId event = other.access();
    other.step([&] { __atomic_store_n(&words[0], 1, __ATOMIC_RELEASE); });
    (void)__atomic_load_n(&words[2 * 64], __ATOMIC_ACQUIRE); // the same entry
    CHECK_FALSE(known(event));
    (void)__atomic_load_n(&words[0], __ATOMIC_ACQUIRE);
    CHECK(known(event));
}

TEST_CASE("a thread's own release does not hide what others released meanwhile") {
    Other other;
    int flag = 0;
    (void)__atomic_load_n(&flag, __ATOMIC_ACQUIRE);
    const core::EventId event = other.access();
    other.step([&] { __atomic_store_n(&flag, 1, __ATOMIC_RELEASE); });
    core::touched(*edges::self());
    __atomic_store_n(&flag, 2, __ATOMIC_RELEASE);
    CHECK_FALSE(known(event));
    (void)__atomic_load_n(&flag, __ATOMIC_ACQUIRE);
    CHECK(known(event));
}

TEST_CASE("what is passed on is passed on: three objects in a row") {
    Other first;
    Other second;
    int a = 0;
    int b = 0;
    const core::EventId event = first.access();
    first.step([&] { __atomic_store_n(&a, 1, __ATOMIC_RELEASE); });
    second.step([&] { __atomic_store_n(&b, __atomic_load_n(&a, __ATOMIC_ACQUIRE), __ATOMIC_RELEASE); });
    (void)__atomic_load_n(&b, __ATOMIC_ACQUIRE);
    CHECK(known(event));
}

TEST_CASE("an object that has ended gives nothing to the next one at its address, and can be released into again") {
    Other other;
    int words[2] = {};
    const core::EventId event = other.access();
    other.step([&] { __atomic_store_n(&words[0], 1, __ATOMIC_RELEASE); });
    mapcheck_v1_atomics_ended(&words[0], &words[1]);
    (void)__atomic_load_n(&words[0], __ATOMIC_ACQUIRE);
    CHECK_FALSE(known(event));
    other.step([&] { __atomic_store_n(&words[0], 2, __ATOMIC_RELEASE); }); // nothing new since, but told
    (void)__atomic_load_n(&words[0], __ATOMIC_ACQUIRE);
    CHECK(known(event));
}

TEST_CASE("a relaxed store behind a release fence, and a relaxed load before an acquire fence") {
    Other other;
    int flag = 0;
    (void)__atomic_load_n(&flag, __ATOMIC_ACQUIRE);
    const core::EventId first = other.access();
    other.step([&] {
        __atomic_thread_fence(__ATOMIC_RELEASE);
        __atomic_store_n(&flag, 1, __ATOMIC_RELAXED);
    });
    CHECK_FALSE(known(first));
    (void)__atomic_load_n(&flag, __ATOMIC_ACQUIRE);
    CHECK(known(first));

    const core::EventId second = other.access();
    other.step([&] { __atomic_store_n(&flag, 2, __ATOMIC_RELEASE); });
    (void)__atomic_load_n(&flag, __ATOMIC_RELAXED);
    CHECK_FALSE(known(second));
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    CHECK(known(second));

    const core::EventId third = other.access();
    other.step([&] {
        __atomic_thread_fence(__ATOMIC_RELEASE);
        __atomic_store_n(&flag, 3, __ATOMIC_RELAXED);
    });
    (void)__atomic_load_n(&flag, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    CHECK(known(third));
}

TEST_CASE("a compare-and-exchange that fails takes up, and a chain of them passes on") {
    Other other;
    int state = 0;
    const core::EventId event = other.access();
    other.step([&] {
        int expected = 0;
        (void)__atomic_compare_exchange_n(&state, &expected, 1, false, __ATOMIC_RELEASE, __ATOMIC_RELAXED);
    });
    int expected = 5;
    CHECK_FALSE(__atomic_compare_exchange_n(&state, &expected, 2, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED));
    CHECK_FALSE(known(event));
    expected = 5;
    CHECK_FALSE(__atomic_compare_exchange_n(&state, &expected, 2, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE));
    CHECK(known(event));
}

TEST_CASE("a cleared cache forgets that it had told") {
    Other other;
    int flag = 0;
    const core::EventId event = other.access();
    other.step([&] {
        __atomic_store_n(&flag, 1, __ATOMIC_RELEASE);
        edges::sync_cache_clear();
        CHECK(mapcheck_v1_sync_entry_of(&flag)->tag == 0);
        __atomic_store_n(&flag, 2, __ATOMIC_RELEASE);
        CHECK(mapcheck_v1_sync_entry_of(&flag)->tag == mapcheck_v1_sync_tag(&flag));
    });
    (void)__atomic_load_n(&flag, __ATOMIC_ACQUIRE);
    CHECK(known(event));
}
