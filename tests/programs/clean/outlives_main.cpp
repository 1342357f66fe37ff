// EXPECT: silent
// OFF: clause_own_thread
// A detached thread goes on working while main returns, on a map that is never destroyed (made with new and left),
// which nobody else knows. The process may end in the middle of any operation.
#include <mapcheck/unordered_map.h>
#include <thread>

#include "check.h"

int main() {
    static Cue running;
    std::thread([] {
        auto& map = *new mapcheck::unordered_map<int, int>;
        for (int i = 0;; ++i) {
            map[i] = i;
            if (i >= 100) map.erase(i - 100);
            int count = 0;
            for (auto it = map.begin(); it != map.end(); ++it) ++count;
            CHECK(count <= 100);
            if (i == 200) running.set();
        }
    }).detach();
    running.await();
}
