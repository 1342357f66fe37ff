#include <chrono>
#include <mutex>
#include <string>
#include <thread>

#include <mapcheck/map.h>

mapcheck::map<std::string, int> sessions; // user -> minutes without a request
std::mutex sessions_mutex;

int idle_sessions() {
    int idle = 0;
    for (const auto& [user, minutes] : sessions) idle += minutes > 30;
    return idle;
}

void log_out(const std::string& user) {
    std::lock_guard lock(sessions_mutex);
    sessions.erase(user);
}

int main() {
    for (int i = 0; i < 1000; ++i) sessions["user" + std::to_string(i)] = i % 60;
    std::thread sweeper(idle_sessions);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    log_out("user500");
    sweeper.join();
}
