// EXPECT: use of a destroyed map @ use / destroy
// OFF: destroyed_map
//
// A timer's callback keeps a plain pointer to a session's table; the session ends before the timer fires. Met in every
// event loop.
#include <cstdio>
#include <functional>
#include <new>
#include <vector>

#include <mapcheck/map.h>

using Requests = mapcheck::map<int, int>;

alignas(Requests) unsigned char memory[sizeof(Requests)]; // stays readable, as a pool's memory would

int main() {
    std::vector<std::function<std::size_t()>> timers;

    auto* requests = new (memory) Requests;
    for (int i = 0; i < 4; ++i) requests->emplace(i, i);
    timers.push_back([requests] {
        const std::size_t open = requests->size(); // [use]
        return open;
    });

    requests->~Requests(); // [destroy]
    std::size_t open = 0;
    for (const auto& timer : timers) open += timer();
    std::printf("open: %zu\n", open);
}
