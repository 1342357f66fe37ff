// EXPECT: silent
// OFF: edge_fence
// An intrusive reference count as in Boost: the decrement is a release, and only the one that reaches zero makes an
// acquire fence before it destroys [atomics.fences]; the maps in the object were read by the other owners before.
#include <atomic>
#include <mapcheck/map.h>
#include <thread>
#include <vector>

#include "check.h"

struct Node {
    std::atomic<int> owners;
    mapcheck::map<int, int> links;
    static inline std::atomic<int> destroyed{0};
    void give_back() {
        if (owners.fetch_sub(1, std::memory_order_release) != 1) return;
        std::atomic_thread_fence(std::memory_order_acquire);
        CHECK(links.erase(3) == 1);
        delete this;
        destroyed.fetch_add(1, std::memory_order_relaxed);
    }
};

int main() {
    constexpr int count = 4;
    std::vector<Node*> nodes;
    for (int n = 0; n < 30; ++n) {
        nodes.push_back(new Node{{count}, {}});
        for (int i = 0; i < 10; ++i) nodes.back()->links[i] = n;
    }
    std::vector<std::thread> threads;
    for (int me = 0; me < count; ++me) {
        threads.emplace_back([&] {
            for (int n = 0; n < 30; ++n) {
                int sum = 0;
                for (const auto& [key, value] : nodes[n]->links) sum += value;
                CHECK(sum == 10 * n);
                nodes[n]->give_back();
            }
        });
    }
    while (Node::destroyed.load(std::memory_order_relaxed) != 30) usleep(100);
    for (auto& t : threads) t.join();
}
