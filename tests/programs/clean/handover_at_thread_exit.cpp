// EXPECT: silent
// OFF: edge_lock
// notify_all_at_thread_exit: the lock is kept until all thread-local objects are destroyed, then given back and the
// waiters woken, by the library [thread.condition.nonmember].
#include <condition_variable>
#include <mutex>
#include <thread>

#include "half.h"

int main() {
    Half work;
    std::mutex mutex;
    std::condition_variable changed;
    bool ready = false;
    std::thread giver([&] {
        std::unique_lock lock(mutex);
        work.first();
        ready = true;
        std::notify_all_at_thread_exit(changed, std::move(lock));
    });
    std::thread taker([&] {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return ready; });
        work.second();
    });
    taker.join();
    giver.join();
    work.done();
}
