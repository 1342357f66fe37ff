// EXPECT: concurrent map iteration and map write @ step / write
// OFF: iteration_write
//
// A loader fills a table and raises a flag with memory_order_relaxed; the consumer polls it and walks. The flag's value
// arrives, what was written before it need not: relaxed hands nothing over. x86 hides it, a compiler or an ARM core
// does not.
#include <atomic>
#include <thread>

#include <unistd.h>

#include <mapcheck/map.h>

int main() {
    mapcheck::map<int, int> prices;
    std::atomic<bool> loaded{false};

    std::thread consumer([&] {
        while (!loaded.load(std::memory_order_relaxed)) ::usleep(100); // should be acquire
        int sum = 0;
        for (const auto& price : prices) sum += price.second; // [step]
        return sum;
    });
    std::thread loader([&] {
        for (int i = 0; i < 8; ++i) prices.emplace(i, 100 + i); // [write]
        loaded.store(true, std::memory_order_relaxed);          // should be release
    });
    consumer.join();
    loader.join();
}
