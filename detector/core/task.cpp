#include "core/task.h"

#include "core/memory.h"
#include "core/spin_lock.h"

namespace mapcheck::core {
namespace {

constexpr std::uint32_t ring_size = 1U << 16;
Task* ring;
std::uint32_t last_id;
SpinLock making_ring;

Task* table() {
    Task* t = __atomic_load_n(&ring, __ATOMIC_ACQUIRE);
    if (t != nullptr) return t;
    SpinGuard guard(making_ring);
    if (ring == nullptr)
        __atomic_store_n(&ring, static_cast<Task*>(reserve(ring_size * sizeof(Task))), __ATOMIC_RELEASE);
    return ring;
}

} // namespace

void task_start() { table(); }

std::uint32_t task_create(std::uint32_t creator, std::uint64_t creation_pc, std::uint32_t creation_stack) {
    Task* tasks = table();
    const std::uint32_t id = __atomic_add_fetch(&last_id, 1, __ATOMIC_RELAXED);
    if (tasks == nullptr) return id;
    Task& task = tasks[id % ring_size];
    task = Task{id, creator, creation_stack, 0, 0, creation_pc, {}};
    return id;
}

Task* task_find(std::uint32_t id) {
    Task* tasks = __atomic_load_n(&ring, __ATOMIC_ACQUIRE);
    if (id == 0 || tasks == nullptr || tasks[id % ring_size].id != id) return nullptr;
    return &tasks[id % ring_size];
}

void task_set_name(std::uint32_t id, const char* name) {
    Task* task = task_find(id);
    if (task == nullptr || name == nullptr) return;
    std::size_t i = 0;
    for (; i + 1 < sizeof task->name && name[i] != 0; ++i) task->name[i] = name[i];
    task->name[i] = 0;
}

std::uint32_t task_count() { return __atomic_load_n(&last_id, __ATOMIC_RELAXED); }

} // namespace mapcheck::core
