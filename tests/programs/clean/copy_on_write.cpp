// EXPECT: silent
// OFF: edge_atomic
// Copy on write: a map in a shared_ptr is changed in place when use_count() says that nobody else has it. The others
// gave it back by the count's release decrement. (use_count itself is a relaxed load, hence the fence, which makes the
// idiom correct by the letter [util.smartptr.shared.obs, atomics.fences].)
#include <atomic>
#include <mapcheck/map.h>
#include <memory>
#include <thread>

#include "check.h"

class Document {
  public:
    Document() : words_(std::make_shared<Words>()) {}
    void add(int word) {
        if (words_.use_count() != 1) {
            words_ = std::make_shared<Words>(*words_);
            ++copies_;
        } else {
            std::atomic_thread_fence(std::memory_order_acquire);
        }
        ++(*words_)[word];
    }
    int total() const {
        int sum = 0;
        for (const auto& [word, count] : *words_) sum += count;
        return sum;
    }
    int copies() const { return copies_; }
    bool shared() const { return words_.use_count() != 1; }

  private:
    using Words = mapcheck::map<int, int>;
    std::shared_ptr<Words> words_;
    int copies_ = 0;
};

int main() {
    Document document;
    for (int i = 0; i < 100; ++i) document.add(i % 10);
    Cue shared;
    Cue given_back;
    Cue finished;
    std::thread reader([&, snapshot = std::make_unique<Document>(document)]() mutable {
        shared.set();
        for (int i = 0; i < 5; ++i) {
            CHECK(snapshot->total() == 100);
            usleep(100);
        }
        snapshot.reset();
        given_back.set();
        finished.await(); // the end of this thread is not what orders
    });
    std::thread writer([&, mine = document]() mutable {
        document = Document();
        shared.await();
        given_back.await();
        CHECK(!mine.shared());
        for (int i = 0; i < 50; ++i) mine.add(i);
        CHECK(mine.copies() == 0 && mine.total() == 150);
        auto other = mine;
        mine.add(7);
        CHECK(mine.copies() == 1 && other.total() == 150);
        finished.set();
    });
    reader.join();
    writer.join();
}
