// EXPECT: silent
// OFF: clause_own_thread
// STD: 20
// A generator is suspended inside a loop over a std::map while its caller, on the same thread, inserts and erases other
// elements: one thread, one order, and a node-based container keeps the suspended iterator valid.
#include <coroutine>
#include <exception>
#include <mapcheck/map.h>
#include <utility>

#include "check.h"

struct Generator {
    struct promise_type {
        int value = 0;
        Generator get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
        std::suspend_always initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        std::suspend_always yield_value(int v) noexcept {
            value = v;
            return {};
        }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
    bool next() {
        handle.resume();
        return !handle.done();
    }
    int value() const { return handle.promise().value; }
    ~Generator() { handle.destroy(); }
    std::coroutine_handle<promise_type> handle;
};

static Generator keys(mapcheck::map<int, int>& map) {
    for (auto& [key, value] : map) {
        ++value;
        co_yield key;
    }
}

int main() {
    mapcheck::map<int, int> map;
    for (int i = 0; i < 100; i += 2) map[i] = 0;
    Generator one = keys(map);
    Generator two = keys(map);
    int steps = 0;
    for (; one.next(); ++steps) {
        const int at = one.value();
        map[at + 1000] = 0; // behind, to be met
        map.erase(at - 4);  // before, left by both already
        if (at >= 1000) break;
        CHECK(steps > 10 || (two.next() && two.value() == at));
    }
    CHECK(steps == 50 && one.value() == 1000);
    CHECK(map.size() == 53);
}
