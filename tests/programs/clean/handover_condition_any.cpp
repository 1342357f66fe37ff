// EXPECT: silent
// OFF: edge_atomic
// condition_variable_any with a lock of the user's own (a spin lock made of an atomic_flag): the flag's
// clear is a release and its test_and_set an acquire, whatever the condition variable does inside.
#include <atomic>
#include <condition_variable>
#include <thread>

#include "half.h"

class SpinLock {
  public:
    void lock() {
        while (taken_.test_and_set(std::memory_order_acquire)) usleep(20);
    }
    void unlock() { taken_.clear(std::memory_order_release); }

  private:
    std::atomic_flag taken_ = ATOMIC_FLAG_INIT;
};

int main() {
    Half work;
    SpinLock lock;
    std::condition_variable_any changed;
    Cue late;
    bool ready = false;
    std::thread giver([&] {
        work.first();
        lock.lock();
        ready = true;
        lock.unlock();
        changed.notify_one();
        late.set();
    });
    std::thread taker([&] {
        late.await(); // the condition's own mutex is then out of the game
        lock.lock();
        changed.wait(lock, [&] { return ready; });
        lock.unlock();
        work.second();
    });
    giver.join();
    taker.join();
    work.done();
}
