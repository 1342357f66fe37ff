#include <chrono>
#include <thread>

#include "sessions.h"

int main() {
    Sessions& all = sessions();
    std::thread walker([&] {
        for (const auto& session : all) (void)session;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    expire(all, 50);
    walker.join();
}
