// EXPECT: concurrent map iteration and map write @ step / write
// OFF: iteration_write
//
// A job gets a new priority: its node is extracted, rekeyed and put back, while the dispatcher walks the queue without
// the lock. The dispatcher may run the job twice or never. Met in schedulers.
#include <thread>
#include <utility>

#include <mapcheck/map.h>

#include "../cue.h"

int main() {
    mapcheck::map<int, int> jobs;
    for (int priority = 0; priority < 8; ++priority) jobs.emplace(priority * 10, priority);
    Cue dispatching;
    Cue taken_out;

    std::thread dispatcher([&] {
        int run = 0;
        for (const auto& job : jobs) { // [step]
            run += job.second >= 0;
            if (job.first == 20) {
                dispatching.set();
                taken_out.await();
            }
        }
        std::printf("run: %d\n", run);
    });
    std::thread planner([&] {
        dispatching.await();
        auto job = jobs.extract(60); // [write]
        taken_out.set();
        job.key() = 5; // the way back in is left out: this planner gave the job to another queue
    });
    dispatcher.join();
    planner.join();
}
