// Incident: a scheduler some of whose tasks were skipped for a round, or until somebody submitted them again. The buggy
// form.
//
// The dispatcher walks the table under its mutex, but sending a task takes long, so the mutex is released for that and
// taken again afterwards. Every access is under the one mutex: no data race, and a thread sanitizer is silent. But
// meanwhile a worker may have completed the task that was just sent, and erased it: the element at which the loop
// stands. The ++ goes on from a dead element, to wherever its links still lead: past the tasks that came in between, or
// to the end.
// The tasks of a batch live in one arena whose memory is not reused: the links of a dead element lead somewhere, and
// the scheduler does not crash.
//
// mapcheck reports `iterator invalidated by erase`: the step in dispatch_round, the erase in complete.
// task_scheduler_fixed.cpp has the remedy.
#include <memory_resource>
#include <mutex>

#include <mapcheck/map.h>

#include "task_scheduler.h"

namespace scheduler {

class TaskTable {
  public:
    TaskTable() { mapcheck_name(tasks_, "tasks"); }

    void submit(TaskId id, std::uint32_t work) {
        const std::lock_guard<std::mutex> lock(mutex_);
        tasks_.emplace(id, Task{work, false});
    }

    /// Sends every task that waits.
    void dispatch_round(Wire& wire) {
        std::unique_lock<std::mutex> lock(mutex_);
        for (auto& [id, task] : tasks_) {
            if (task.is_dispatched) continue;
            task.is_dispatched = true;
            const TaskId sent = id;
            lock.unlock(); // BUG: the loop's iterator stays behind, without the lock
            wire.send(sent);
            std::this_thread::sleep_for(std::chrono::microseconds(task.work % 16 == 0 ? 150 : 1)); // the network
            lock.lock();
        }
    }

    void complete(TaskId id) {
        const std::lock_guard<std::mutex> lock(mutex_);
        tasks_.erase(id);
    }

    std::size_t waiting() {
        const std::lock_guard<std::mutex> lock(mutex_);
        return tasks_.size();
    }

  private:
    std::pmr::monotonic_buffer_resource batch_;
    std::mutex mutex_;
    mapcheck::pmr::map<TaskId, Task> tasks_{&batch_};
};

} // namespace scheduler

int main() { return scheduler::run_tasks<scheduler::TaskTable>("task_scheduler (buggy)"); }
