// The jobs that both forms of this incident run: a dispatcher walks the table of waiting tasks and hands each one to a
// worker; a worker that has completed its task takes it out of the table; a submitter keeps adding tasks. The table is
// the part that differs.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include <pthread.h>

namespace scheduler {

using TaskId = std::uint32_t;

struct Task {
    std::uint32_t work = 0; ///< microseconds
    bool is_dispatched = false;
};

inline constexpr int workers = 3;
inline constexpr TaskId tasks = 2000;

/// The network between the dispatcher and the workers: a queue.
class Wire {
  public:
    void send(TaskId id) {
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            queue_.push_back(id);
        }
        arrived_.notify_one();
    }
    /// Whether a task came; false: the wire is closed and empty.
    bool receive(TaskId& id) {
        std::unique_lock<std::mutex> lock(mutex_);
        arrived_.wait(lock, [this] { return closed_ || !queue_.empty(); });
        if (queue_.empty()) return false;
        id = queue_.front();
        queue_.pop_front();
        return true;
    }
    void close() {
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            closed_ = true;
        }
        arrived_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<TaskId> queue_;
    bool closed_ = false;
};

inline std::uint32_t work_of(TaskId id) { return id % 4 == 0 ? 80 : 10; }

/// Runs the tasks through a table (submit, dispatch_round, complete, waiting) and prints what came out of it.
/// Returns the process's exit status.
template <class Table>
int run_tasks(const char* title) {
    Table table;
    Wire wire;
    std::vector<std::atomic<std::uint32_t>> runs(tasks);
    std::atomic<bool> submitting{true};

    std::thread submitter([&] {
        pthread_setname_np(pthread_self(), "submitter");
        for (TaskId id = 0; id < tasks; ++id) {
            table.submit(id, work_of(id));
            if (id % 20 == 19) std::this_thread::sleep_for(std::chrono::microseconds(300));
        }
        submitting = false;
    });
    std::uint32_t rounds = 0;
    std::thread dispatcher([&] {
        pthread_setname_np(pthread_self(), "dispatcher");
        for (bool last = false; !last;) {
            last = !submitting;
            table.dispatch_round(wire);
            ++rounds;
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
        wire.close();
    });
    std::vector<std::thread> pool;
    for (int worker = 0; worker < workers; ++worker) {
        pool.emplace_back([&] {
            pthread_setname_np(pthread_self(), "worker");
            for (TaskId id = 0; wire.receive(id);) {
                std::this_thread::sleep_for(std::chrono::microseconds(work_of(id)));
                ++runs[id];
                table.complete(id);
            }
        });
    }
    submitter.join();
    dispatcher.join();
    for (auto& worker : pool) worker.join();

    std::uint32_t ran = 0;
    for (const auto& count : runs) ran += count > 0;
    std::printf("%s: %u tasks, %u ran, %zu never left the table; %u rounds\n", title, tasks, ran, table.waiting(),
                rounds);
    return 0;
}

} // namespace scheduler
