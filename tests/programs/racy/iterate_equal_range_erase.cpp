// EXPECT: concurrent map iteration and map write @ step / write
// OFF: iteration_write
//
// All subscriptions of one topic are visited through equal_range while an unsubscription of another topic erases its
// element: "it is another key, so it cannot hurt". The tree is one object. Met in topic and order-book multimaps.
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

int main() {
    mapcheck::multimap<int, int> subscriptions;
    for (int i = 0; i < 12; ++i) subscriptions.emplace(i / 4, i);
    Cue publishing;
    Cue unsubscribed;

    std::thread publisher([&] {
        const auto range = subscriptions.equal_range(1);
        int delivered = 0;
        auto it = range.first;
        while (it != range.second) {
            if (++delivered == 2) {
                publishing.set();
                unsubscribed.await();
            }
            ++it; // [step]
        }
        std::printf("delivered: %d\n", delivered);
    });
    std::thread client([&] {
        publishing.await();
        subscriptions.erase(0); // [write]
        unsubscribed.set();
    });
    publisher.join();
    client.join();
}
