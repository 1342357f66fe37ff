// EXPECT: silent
// OFF: clause_travel
// A producer moves its map out to a consumer, and fills the moved-from object again while the consumer iterates over
// the elements that it got, with an iterator made before the move. One object, two sets of elements: no conflict.
#include <mapcheck/map.h>
#include <mutex>
#include <thread>

#include "check.h"

int main() {
    using Map = mapcheck::map<int, int>;
    std::mutex mutex;
    Map handed;
    Map::iterator place;
    bool ready = false;
    Map current;
    Cue consuming;
    Cue refilled;
    std::thread producer([&] {
        for (int i = 0; i < 100; ++i) current[i] = 1;
        {
            std::lock_guard lock(mutex);
            place = current.find(40);
            handed = std::move(current);
            ready = true;
        }
        consuming.await();
        current.clear();
        for (int i = 0; i < 1000; ++i) current[i] = 2;
        current.erase(50);
        refilled.set();
    });
    std::thread consumer([&] {
        for (bool seen = false; !seen; usleep(50)) {
            std::lock_guard lock(mutex);
            seen = ready;
        }
        int sum = 0;
        for (int i = 0; i < 20; ++i) sum += (place++)->second;
        consuming.set();
        refilled.await();
        for (; place != handed.end(); place = handed.erase(place)) sum += place->second;
        CHECK(sum == 60);
    });
    producer.join();
    consumer.join();
    CHECK(current.size() == 999 && handed.size() == 60);
}
