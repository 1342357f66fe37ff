// EXPECT: silent
// promise::set_value_at_thread_exit: the state is made ready when the thread ends, from inside the C++ library, and
// get synchronises with that [futures.promise]. The thread is joined only afterwards. (No OFF: whether the taker
// sleeps, and which edge then orders, is up to chance.)
#include <future>
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::promise<int> promise;
    auto future = promise.get_future();
    std::thread giver([&] {
        promise.set_value_at_thread_exit(3);
        work.first();
    });
    std::thread taker([&] {
        CHECK(future.get() == 3);
        work.second();
    });
    taker.join();
    giver.join();
    work.done();

    Half later;
    std::packaged_task<void()> task([&] { later.first(); });
    auto finished = task.get_future();
    std::thread worker([&] { task.make_ready_at_thread_exit(); });
    usleep(20'000); // it has ended, most likely: get does not sleep
    finished.get();
    later.second();
    worker.join();
    later.done();
}
