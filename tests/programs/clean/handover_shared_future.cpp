// EXPECT: silent
// OFF: edge_atomic
// A shared_future that is polled with wait_for: a time-out says nothing, ready says that set_value has happened
// before.
#include <chrono>
#include <future>
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::promise<void> promise;
    std::shared_future<void> future = promise.get_future().share();
    std::thread giver([&] {
        work.first();
        promise.set_value();
    });
    std::thread taker([&] {
        while (future.wait_for(std::chrono::seconds(0)) != std::future_status::ready) usleep(50);
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
