// EXPECT: iterator invalidated by erase @ step / write
// OFF: dead_erase
//
// A broadcast calls every client's handler; one handler closes its connection, which erases the client from the map
// that is being walked. The recursive mutex makes it possible, and protects from nothing. Met in chat and RPC servers.
#include <cstdio>
#include <functional>
#include <mutex>

#include "../kept.h"

class Hub {
  public:
    void join(int id, void (*handler)(Hub&, int)) {
        const std::lock_guard<std::recursive_mutex> lock(mutex_);
        clients_.emplace(id, handler);
    }
    void close(int id) {
        const std::lock_guard<std::recursive_mutex> lock(mutex_); // the same thread holds it already
        clients_.erase(id);                                       // [write]
    }
    int broadcast() {
        const std::lock_guard<std::recursive_mutex> lock(mutex_);
        int sent = 0;
        for (const auto& client : clients_) { // [step]
            const int id = client.first;
            client.second(*this, id);
            ++sent;
        }
        return sent;
    }

  private:
    std::recursive_mutex mutex_;
    kept::map<int, void (*)(Hub&, int)> clients_;
};

int main() {
    Hub hub;
    for (int id = 0; id < 5; ++id) {
        hub.join(id, [](Hub& h, int self) {
            if (self == 2) h.close(self); // "bye"
        });
    }
    std::printf("sent: %d\n", hub.broadcast());
}
