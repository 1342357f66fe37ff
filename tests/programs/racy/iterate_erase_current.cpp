// EXPECT: concurrent map iteration and map write @ step / write
// EXPECT: iterator invalidated by erase @ step / write
// OFF: dead_erase
//
// The same scan, but the element that another thread erases is the very one that the scan stands on: two findings, the
// missing order and the dead iterator. In a real service the next step reads a freed node and crashes now and then.
#include <thread>

#include "../cue.h"
#include "../kept.h"

int main() {
    kept::map<int, int> sessions;
    for (int id = 0; id < 8; ++id) sessions.emplace(id, id);
    Cue scanning;
    Cue closed;

    std::thread scanner([&] {
        int sum = 0;
        for (const auto& session : sessions) { // [step]
            sum += session.second;
            if (session.first == 3) {
                scanning.set();
                closed.await();
            }
        }
        std::printf("sum: %d\n", sum);
    });
    std::thread closer([&] {
        scanning.await();
        sessions.erase(3); // [write]
        closed.set();
    });
    scanner.join();
    closer.join();
}
