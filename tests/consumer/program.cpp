// A user's program. Without arguments it is correct, and hands a map over by nothing but an atomic, so that it is
// silent under order=1 only when the build carries everything that makes atomics visible. With the argument "bug"
// it steps an iterator whose element it has erased.
#include <atomic>
#include <cstdio>
#include <cstring>
#include <memory>
#include <thread>

#include <mapcheck/map.h>
#include <mapcheck/mapcheck.h>
#include <mapcheck/unordered_map.h>

int main(int count, char** arguments) {
    mapcheck::map<int, int> numbers;
    mapcheck::unordered_map<int, std::shared_ptr<int>> owners;
    std::atomic<bool> ready{false};
    std::thread filler([&] {
        for (int i = 0; i < 100; ++i) {
            numbers[i] = i;
            owners.emplace(i, std::make_shared<int>(i));
        }
        ready.store(true, std::memory_order_release);
    });
    while (!ready.load(std::memory_order_acquire)) {}
    int sum = 0;
    for (const auto& [key, value] : numbers) sum += key + value;
    for (const auto& owner : owners) sum -= 2 * *owner.second;
    owners.clear();
    filler.join();
    {
        mapcheck::task_scope named("sum");
        mapcheck::ignore_scope unwatched;
        MAPCHECK_LOCK_ACQUIRED(&numbers);
        numbers[100] = 0;
        MAPCHECK_LOCK_RELEASED(&numbers);
    }

    // What is kept lives on when other elements come and go.
    auto kept = numbers.find(10);
    numbers.erase(11);
    numbers[200] = 0;
    ++kept;
    sum += kept->first - 12;

    if (count > 1 && std::strcmp(arguments[1], "bug") == 0) {
        auto it = numbers.find(50);
        numbers.erase(50);
        ++it;
    }
    std::printf("sum %d\n", sum);
    return sum == 0 ? 0 : 1;
}
