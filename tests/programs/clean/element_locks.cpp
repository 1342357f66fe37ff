// EXPECT: silent
// OFF: edge_create
// Accounts with a mutex each: threads change values of elements at the same time, under the elements' locks, while
// the structure of the map is never touched. Writing an element is no write of the map.
#include <mapcheck/map.h>
#include <mutex>
#include <thread>
#include <vector>

#include "check.h"

struct Account {
    std::mutex mutex;
    long balance = 1000;
};

int main() {
    mapcheck::map<int, Account> accounts;
    for (int i = 0; i < 16; ++i) accounts[i];
    std::vector<std::thread> threads;
    for (int me = 0; me < 4; ++me) {
        threads.emplace_back([&, me] {
            unsigned random = static_cast<unsigned>(me) + 1;
            for (int i = 0; i < 1000; ++i) {
                random = random * 1664525 + 1013904223;
                auto& from = accounts.find(random >> 28)->second;
                auto& to = accounts.at(random >> 24 & 15);
                if (&from == &to) continue;
                std::scoped_lock both(from.mutex, to.mutex);
                from.balance -= 10;
                to.balance += 10;
            }
        });
    }
    for (auto& t : threads) t.join();
    long total = 0;
    for (auto& [id, account] : accounts) total += account.balance;
    CHECK(total == 16'000);
}
