// NEEDS: libstdc++
// EXPECT: silent
// OFF: edge_atomic
// STD: 20
// A thread works on a map until it is asked to stop; what was done before request_stop is before what is done
// after stop_requested() returned true [stoptoken]. The asking thread has prepared the final entries.
#include <mapcheck/map.h>
#include <stop_token>
#include <thread>

#include "check.h"

int main() {
    mapcheck::map<int, int> last_words;
    mapcheck::map<int, int> log;
    std::stop_source source;
    Cue running;
    std::thread worker([&, token = source.get_token()] {
        for (int i = 0; !token.stop_requested(); ++i) {
            log[i % 100] = i;
            if (i == 100) running.set();
            if (i > 100) usleep(20);
        }
        for (auto it = last_words.begin(); it != last_words.end(); it = last_words.erase(it))
            log[it->first] = it->second;
    });
    std::thread asker([&] {
        running.await();
        for (int i = 0; i < 10; ++i) last_words[1000 + i] = i;
        source.request_stop();
    });
    worker.join();
    asker.join();
    CHECK(log.size() == 110 && last_words.empty());
}
