// EXPECT: iterator invalidated by erase @ step / write
// OFF: dead_erase
//
// The lock is held for each step and released between steps, "so that nobody waits long". Everything is ordered, no
// data race exists; in the gap the other thread erases the element that the cursor stands on.
#include <mutex>
#include <thread>

#include "../cue.h"
#include "../kept.h"

int main() {
    kept::map<int, int> jobs;
    std::mutex jobs_mutex;
    for (int id = 0; id < 6; ++id) jobs.emplace(id, id);
    Cue standing;
    Cue cancelled;

    std::thread walker([&] {
        std::unique_lock<std::mutex> lock(jobs_mutex);
        auto job = jobs.begin();
        int done = 0;
        while (job != jobs.end()) {
            const int id = job->first;
            lock.unlock(); // the job runs without the lock
            ++done;
            if (id == 2) {
                standing.set();
                cancelled.await();
            }
            lock.lock();
            ++job; // [step]
        }
        std::printf("done: %d\n", done);
    });
    std::thread canceller([&] {
        standing.await();
        {
            const std::lock_guard<std::mutex> lock(jobs_mutex);
            jobs.erase(2); // [write]
        }
        cancelled.set();
    });
    walker.join();
    canceller.join();
}
