// EXPECT: concurrent map writes @ write / clear
// OFF: write_write
//
// A periodic flush clears the buffer that producers fill; the flush was added later and does not know their lock.
#include <mutex>
#include <thread>

#include <mapcheck/unordered_map.h>

#include "../cue.h"

int main() {
    mapcheck::unordered_multimap<int, int> buffer;
    std::mutex buffer_mutex;
    Cue filled;

    std::thread producer([&] {
        const std::lock_guard<std::mutex> lock(buffer_mutex);
        buffer.emplace(1, 1); // [write]
        filled.set();
    });
    std::thread flush([&] {
        filled.await();
        buffer.clear(); // [clear]
    });
    producer.join();
    flush.join();
}
