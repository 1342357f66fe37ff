// EXPECT: concurrent map writes @ write / move
// OFF: write_write
//
// The sender moves the whole batch out ("a move is only pointers") while a producer adds to it: moving from a map
// writes it.
#include <thread>
#include <utility>

#include <mapcheck/map.h>

#include "../cue.h"

int main() {
    mapcheck::map<int, int> batch{{1, 1}, {2, 2}};
    Cue added;

    std::thread producer([&] {
        batch.emplace(3, 3); // [write]
        added.set();
    });
    std::thread sender([&] {
        added.await();
        mapcheck::map<int, int> sending(std::move(batch)); // [move]
        std::printf("sending: %zu\n", sending.size());
    });
    producer.join();
    sender.join();
}
