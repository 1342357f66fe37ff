// EXPECT: silent
// OFF: edge_atomic
// Vyukov's queue of many producers and one consumer: exchange of the tail, then a release store of the link, which the
// consumer's acquire load follows. Letters carry maps by unique_ptr.
#include <atomic>
#include <mapcheck/unordered_map.h>
#include <memory>
#include <thread>
#include <vector>

#include "check.h"

struct Letter {
    std::atomic<Letter*> next{nullptr};
    mapcheck::unordered_map<int, int> content;
};

class Mailbox {
  public:
    Mailbox() : tail_(new Letter), head_(tail_) {}
    ~Mailbox() { delete head_; }
    void send(std::unique_ptr<Letter> letter) {
        Letter* mine = letter.release();
        Letter* before = tail_.exchange(mine, std::memory_order_acq_rel);
        before->next.store(mine, std::memory_order_release);
    }
    /// The letter stays the queue's; it is good until the next call.
    Letter* receive() {
        Letter* next = head_->next.load(std::memory_order_acquire);
        if (!next) return nullptr;
        delete head_;
        head_ = next;
        return next;
    }

  private:
    std::atomic<Letter*> tail_;
    Letter* head_;
};

int main() {
    Mailbox mailbox;
    constexpr int producers = 3;
    constexpr int each = 80;
    std::vector<std::thread> threads;
    for (int me = 0; me < producers; ++me) {
        threads.emplace_back([&, me] {
            for (int n = 0; n < each; ++n) {
                auto letter = std::make_unique<Letter>();
                for (int i = 0; i < 10; ++i) letter->content[i] = me;
                letter->content.erase(9);
                mailbox.send(std::move(letter));
            }
        });
    }
    int sum = 0;
    std::thread consumer([&] {
        for (int got = 0; got < producers * each;) {
            Letter* letter = mailbox.receive();
            if (!letter) {
                usleep(20);
                continue;
            }
            ++got;
            auto& map = letter->content;
            for (auto it = map.begin(); it != map.end(); it = map.erase(it)) sum += it->second;
        }
    });
    for (auto& t : threads) t.join();
    consumer.join();
    CHECK(sum == each * 9 * (0 + 1 + 2));
}
