// EXPECT: silent
// OFF: edge_lock
// LINK: tbb
//
// oneTBB's locks whose functions lie in its library: as a reader, as a writer, from one to the other.
#include <thread>

#include <tbb/queuing_rw_mutex.h>
#include <tbb/spin_mutex.h>
#include <tbb/spin_rw_mutex.h>

#include <mapcheck/map.h>

namespace {

using Map = mapcheck::map<int, int>;

long walk(const Map& map) {
    long sum = 0;
    for (const auto& [key, value] : map) sum += key + value;
    return sum;
}

template <class Job>
void in_two_threads(Job job) {
    std::thread other(job, 1000);
    job(2000);
    other.join();
}

template <class Mutex>
void readers_and_writers() {
    Mutex mutex;
    Map map{{1, 1}};
    in_two_threads([&](int first) {
        for (int i = 0; i < 100; ++i) {
            typename Mutex::scoped_lock lock(mutex, false);
            (void)walk(map);
            lock.upgrade_to_writer();
            map[first + i] = i;
            lock.downgrade_to_reader();
            (void)walk(map);
            lock.release();
            if (lock.try_acquire(mutex, true)) map.erase(first + i);
        }
    });
}

template <class Mutex>
void exclusive() {
    Mutex mutex;
    Map map;
    in_two_threads([&](int first) {
        for (int i = 0; i < 100; ++i) {
            typename Mutex::scoped_lock lock(mutex);
            map[first + i] = i;
            (void)walk(map);
            lock.release();
            if (lock.try_acquire(mutex)) map.erase(first + i);
        }
    });
}

} // namespace

int main() {
    readers_and_writers<tbb::queuing_rw_mutex>();
    readers_and_writers<tbb::speculative_spin_rw_mutex>();
    exclusive<tbb::speculative_spin_mutex>();
}
