// EXPECT: concurrent map iteration and map write @ step / write
// OFF: iteration_write
//
// Registration takes the mutex, the broadcast loop does not ("it only reads"). A lock held by one side alone orders
// nothing. Met in listener registries and plug-in tables.
#include <mutex>
#include <thread>

#include <mapcheck/set.h>

#include "../cue.h"

int main() {
    mapcheck::set<int> listeners;
    std::mutex listeners_mutex;
    for (int id = 0; id < 8; ++id) listeners.insert(id);
    Cue notifying;
    Cue registered;

    std::thread notifier([&] {
        int notified = 0;
        for (int id : listeners) { // [step]
            notified += id >= 0;
            if (id == 2) {
                notifying.set();
                registered.await();
            }
        }
        std::printf("notified: %d\n", notified);
    });
    std::thread registrar([&] {
        notifying.await();
        const std::lock_guard<std::mutex> lock(listeners_mutex);
        listeners.insert(20); // [write]
        registered.set();
    });
    notifier.join();
    registrar.join();
}
