// EXPECT: silent
// LINK: -pthread
// Boost.Asio: a pool of threads runs an io_context, a strand keeps the handlers that step one iteration from running
// at the same time: each finds the cursor where the one before has left it, on whichever thread. (No OFF: a strand is
// made of several of the edges: a mutex, atomics and the scheduler's queue.)
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <mapcheck/map.h>
#include <thread>
#include <vector>

#include "check.h"

namespace asio = boost::asio;

class Session {
  public:
    explicit Session(asio::io_context& context) : strand_(asio::make_strand(context)), timer_(strand_) {
        for (int i = 0; i < 200; ++i) map_[i] = i;
        cursor_ = map_.begin();
    }
    void start() {
        asio::post(strand_, [this] { step(); });
    }
    void add(int key) {
        asio::post(strand_, [this, key] { map_[key] = 0; });
    }
    long sum() const { return sum_; }
    std::size_t size() const { return map_.size(); }

  private:
    void step() {
        for (int i = 0; i < 10 && cursor_ != map_.end(); ++i) {
            sum_ += cursor_->second;
            cursor_ = map_.erase(cursor_);
        }
        if (cursor_ == map_.end()) return;
        if (sum_ % 2) {
            asio::post(strand_, [this] { step(); });
        } else {
            timer_.expires_after(std::chrono::microseconds(100));
            timer_.async_wait([this](const boost::system::error_code&) { step(); });
        }
    }
    asio::strand<asio::io_context::executor_type> strand_;
    asio::steady_timer timer_;
    mapcheck::map<int, int> map_;
    mapcheck::map<int, int>::iterator cursor_;
    long sum_ = 0;
};

int main() {
    asio::io_context context;
    Session one(context);
    Session two(context);
    one.start();
    two.start();
    for (int i = 0; i < 50; ++i) {
        one.add(-1 - i);
        two.add(-1 - i);
    }
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) threads.emplace_back([&] { context.run(); });
    for (auto& t : threads) t.join();
    CHECK(one.sum() == 19'900 && two.sum() == 19'900);
    CHECK(one.size() == 50 && two.size() == 50);
}
