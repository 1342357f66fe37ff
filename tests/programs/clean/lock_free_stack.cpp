// EXPECT: silent
// OFF: edge_atomic
// A Treiber stack: producers push nodes with a map in each, one consumer takes the whole chain at once
// (no ABA). Nodes below the head are reached by the release sequence of the pushes [intro.races].
#include <atomic>
#include <mapcheck/unordered_map.h>
#include <thread>
#include <utility>
#include <vector>

#include "check.h"

struct Node {
    mapcheck::unordered_map<int, int> map;
    Node* next = nullptr;
};

int main() {
    std::atomic<Node*> head{nullptr};
    constexpr int producers = 3;
    constexpr int each = 60;
    std::vector<std::thread> threads;
    for (int me = 0; me < producers; ++me) {
        threads.emplace_back([&, me] {
            for (int i = 0; i < each; ++i) {
                auto* node = new Node;
                for (int k = 0; k < 10; ++k) node->map[k] = me * each + i;
                node->next = head.load(std::memory_order_relaxed);
                while (!head.compare_exchange_weak(node->next, node, std::memory_order_release,
                                                   std::memory_order_relaxed)) {}
                if (i % 8 == 0) usleep(50);
            }
        });
    }
    int got = 0;
    long sum = 0;
    std::thread consumer([&] {
        while (got < producers * each) {
            Node* chain = head.exchange(nullptr, std::memory_order_acquire);
            if (!chain) usleep(50);
            while (chain) {
                chain->map.erase(3);
                for (const auto& [key, value] : chain->map) sum += value;
                ++got;
                delete std::exchange(chain, chain->next);
            }
        }
    });
    for (auto& t : threads) t.join();
    consumer.join();
    constexpr long n = producers * each;
    CHECK(sum == 9 * n * (n - 1) / 2);
}
