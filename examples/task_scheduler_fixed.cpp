// Incident: a scheduler some of whose tasks were skipped for a round, or until somebody submitted them again. The fixed
// form.
//
// What was wrong is told in task_scheduler_buggy.cpp: an iterator was kept while the lock was not. The remedy: a whole
// walk is one critical section, and it does nothing but walk. It collects the tasks to send under the lock, shared,
// because it only reads (those who ask how many tasks wait need not wait for it); what changes the table is done under
// the exclusive lock; what takes long, the sending, is done under none.
//
// mapcheck is silent.
#include <mutex>
#include <shared_mutex>
#include <vector>

#include <mapcheck/map.h>

#include "task_scheduler.h"

namespace scheduler {

class TaskTable {
  public:
    TaskTable() { mapcheck_name(tasks_, "tasks"); }

    void submit(TaskId id, std::uint32_t work) {
        const std::unique_lock<std::shared_mutex> lock(mutex_);
        tasks_.emplace(id, Task{work, false});
    }

    /// Sends every task that waits.
    void dispatch_round(Wire& wire) {
        for (const auto& [id, work] : to_send()) {
            mark_dispatched(id);
            wire.send(id);
            std::this_thread::sleep_for(std::chrono::microseconds(work % 16 == 0 ? 150 : 1)); // the network
        }
    }

    void complete(TaskId id) {
        const std::unique_lock<std::shared_mutex> lock(mutex_);
        tasks_.erase(id);
    }

    std::size_t waiting() {
        const std::shared_lock<std::shared_mutex> lock(mutex_);
        return tasks_.size();
    }

  private:
    std::vector<std::pair<TaskId, std::uint32_t>> to_send() {
        std::vector<std::pair<TaskId, std::uint32_t>> found;
        const std::shared_lock<std::shared_mutex> lock(mutex_);
        for (const auto& [id, task] : tasks_) {
            if (!task.is_dispatched) found.emplace_back(id, task.work);
        }
        return found;
    }
    /// Only the dispatcher does this, and nobody completes what was not sent: the task is there.
    void mark_dispatched(TaskId id) {
        const std::unique_lock<std::shared_mutex> lock(mutex_);
        tasks_.at(id).is_dispatched = true;
    }

    std::shared_mutex mutex_;
    mapcheck::map<TaskId, Task> tasks_;
};

} // namespace scheduler

int main() { return scheduler::run_tasks<scheduler::TaskTable>("task_scheduler (fixed)"); }
