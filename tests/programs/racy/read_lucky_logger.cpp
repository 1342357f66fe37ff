// EXPECT: concurrent map read and map write @ read / write
// OFF: read_write
//
// Both sides log, and the logger's mutex happens to order the writer before the reader's second look-up: a tool that
// judges that pair is silent. The reader's first look-up stays unordered with the write. Met everywhere: log lines
// make races vanish.
#include <mutex>
#include <thread>

#include <mapcheck/map.h>

#include "../cue.h"

std::mutex log_mutex;

void log_line(const char* text) {
    const std::lock_guard<std::mutex> lock(log_mutex);
    std::puts(text);
}

int main() {
    mapcheck::map<int, int> devices{{1, 1}, {2, 2}, {3, 3}};
    Cue looked;
    Cue written;

    std::thread reader([&] {
        const bool present = devices.count(1) != 0; // [read]
        looked.set();
        written.await();
        log_line(present ? "device 1 is there" : "device 1 is gone"); // takes up what the writer's log line released
        std::printf("still: %d\n", devices.count(2) != 0);            // ordered after the write, by luck
    });
    std::thread writer([&] {
        looked.await();
        devices.emplace(4, 4); // [write]
        log_line("device 4 added");
        written.set();
    });
    reader.join();
    writer.join();
}
