// OpenMP's tasks at the boundary of libgomp. A task carries a Head before its data, by which it is run: what was done
// before it was made is before it; what it did is before the taskwait, the end of the taskgroup and the barrier that
// wait for it, and before tasks that depend on it.
#include "edges/interpose_gomp.h"

#include <cstdint>
#include <cstring>

#include <alloca.h>

#include "edges/modules.h"

namespace mapcheck::edges {
namespace {

using Body = GompBody;
core::Key key(const char& part) { return gomp_key(part); }

char outside; // the tasks of a thread outside of every region
const char& own_tasks() { return gomp_place.tasks != nullptr ? *gomp_place.tasks : outside; }

/// Addresses of a depend clause, whose list may be gone when the task runs.
constexpr std::uintptr_t max_dependences = 12;
struct Head {
    Body body;
    void (*copy)(void*, void*);
    void* original; ///< for copy
    GompTeam* team;
    const char* siblings; ///< the parent's tasks
    std::uint64_t number; ///< names the task's begin
    std::uint32_t dependences;
    std::uint32_t offset; ///< of the data behind this
    const void* dependence[max_dependences];
};
std::uint64_t tasks_ever;

core::Key begin_of(const Head& head) { return core::key_of(head.number, ObjectKind::other); }
core::Key of_address(const void* address) { return key_of(address, ObjectKind::annotation); }

/// From now on: something is used whose order is not followed here.
MAPCHECK_COLD void seen_in_part();

/// A list of a depend clause: the old form {n, outs, address...}, the new one {0, n, outs, mutexes, ins, address...}.
void read_dependences(Head& head, void** list) {
    const auto first = reinterpret_cast<std::uintptr_t>(list[0]);
    const bool old = first != 0;
    const std::uintptr_t n = old ? first : reinterpret_cast<std::uintptr_t>(list[1]);
    void** addresses = list + (old ? 2 : 5);
    head.dependences = static_cast<std::uint32_t>(n < max_dependences ? n : max_dependences);
    for (std::uint32_t i = 0; i < head.dependences; ++i) head.dependence[i] = addresses[i];
    if (n > max_dependences) seen_in_part();
}

void run(const Head& head, void* data) {
    const GompPlace outer = gomp_place;
    const char tasks = 0;
    gomp_place = {head.team, &tasks, outer.barriers};
    told_acquire(begin_of(head));
    for (std::uint32_t i = 0; i < head.dependences; ++i) told_acquire(of_address(head.dependence[i]));
    head.body(data);
    for (std::uint32_t i = 0; i < head.dependences; ++i) told_release(of_address(head.dependence[i]));
    told_release(key(*head.siblings));
    if (head.team != nullptr) told_release(key(head.team->tasks));
    told_forget(key(tasks));
    gomp_place = {outer.team, outer.tasks, gomp_place.barriers};
}
void run_task(void* argument) {
    const Head& head = *static_cast<Head*>(argument);
    run(head, static_cast<char*>(argument) + head.offset);
    told_forget(begin_of(head)); // after its data: libgomp keeps that until the task has ended
}
/// How a task's head and its data lie together.
struct Room {
    std::size_t offset; ///< of the data
    long unit;          ///< alignment of the whole
    Room(std::size_t head, long size, long align) : data_(static_cast<std::size_t>(size)) {
        const auto alignment = static_cast<std::size_t>(align > 0 ? align : 1);
        offset = (head + alignment - 1) / alignment * alignment;
        unit = static_cast<long>(alignment > alignof(Head) ? alignment : alignof(Head));
    }
    long size() const { return static_cast<long>(offset + data_); }
    std::size_t bytes() const { return offset + data_ + static_cast<std::size_t>(unit); }
    void* place(void* begin) const { ///< in bytes() bytes
        const auto address = reinterpret_cast<std::uintptr_t>(begin);
        const auto step = static_cast<std::uintptr_t>(unit);
        return static_cast<char*>(begin) + (step - address % step) % step;
    }

  private:
    std::size_t data_;
};
void fill(Head& head, Body body, void* data, void (*copy)(void*, void*), const Room& room) {
    head.body = body;
    head.copy = copy;
    head.original = data;
    head.team = gomp_place.team;
    head.siblings = &own_tasks();
    head.number = __atomic_add_fetch(&tasks_ever, 1, __ATOMIC_RELAXED);
    head.dependences = 0;
    head.offset = static_cast<std::uint32_t>(room.offset);
}
void copy_task(void* to, void* from) {
    const Head& head = *static_cast<Head*>(from);
    std::memcpy(to, from, sizeof(Head));
    head.copy(static_cast<char*>(to) + head.offset, head.original);
}

} // namespace

MAPCHECK_GOMP(void, GOMP_task,
              (Body body, void* data, void (*copy)(void*, void*), long size, long align, bool deferred, unsigned flags,
               void** dependences, int priority, void* detach)) {
    constexpr unsigned has_dependences = 1U << 3;
    constexpr unsigned is_detached = 1U << 13; // libgomp writes an event into its data; what fulfils it is not seen
    if ((flags & is_detached) != 0) {
        seen_in_part();
        return real_GOMP_task(body, data, copy, size, align, deferred, flags, dependences, priority, detach);
    }
    const Room room(sizeof(Head), size, align);
    Head& head = *static_cast<Head*>(room.place(alloca(room.bytes())));
    fill(head, body, data, copy, room);
    if ((flags & has_dependences) != 0) read_dependences(head, dependences);
    if (copy == nullptr)
        std::memcpy(reinterpret_cast<char*>(&head) + room.offset, data, static_cast<std::size_t>(size));
    told_release(begin_of(head));
    real_GOMP_task(run_task, &head, copy != nullptr ? copy_task : nullptr, room.size(), room.unit, deferred, flags,
                   dependences, priority, detach);
}
namespace {
void seen_in_part() { synchronises_by_itself_after_all(real_GOMP_task); }
} // namespace

MAPCHECK_GOMP(void, GOMP_taskwait, ()) {
    real_GOMP_taskwait();
    told_acquire(key(own_tasks()));
}
MAPCHECK_GOMP(void, GOMP_taskwait_depend, (void** dependences)) {
    real_GOMP_taskwait_depend(dependences);
    told_acquire(key(own_tasks()));
}
/// Its tasks and theirs: they release into the team's object, too.
MAPCHECK_GOMP(void, GOMP_taskgroup_end, ()) {
    real_GOMP_taskgroup_end();
    told_acquire(key(gomp_place.team != nullptr ? gomp_place.team->tasks : own_tasks()));
}

namespace {
/// Before a loop's task: libgomp writes each task's bounds there, and reads the address of its reductions.
struct LoopHead {
    std::uint64_t bounds[2];
    void* reductions;
    Head head;
};
void run_loop_task(void* argument) {
    auto& loop = *static_cast<LoopHead*>(argument);
    std::memcpy(static_cast<char*>(argument) + loop.head.offset, loop.bounds, sizeof loop.bounds);
    run(loop.head, static_cast<char*>(argument) + loop.head.offset);
}
void copy_loop_task(void* to, void* from) {
    const Head& head = static_cast<LoopHead*>(from)->head;
    std::memcpy(to, from, sizeof(LoopHead));
    head.copy(static_cast<char*>(to) + head.offset, head.original);
}
/// The tasks of a loop begin after one release; its end waits for them all, unless it is told not to.
class Loop {
  public:
    Loop(std::uint64_t number, unsigned flags) : number_(number), waits_((flags & 1U << 11) == 0) {
        told_release(core::key_of(number_, ObjectKind::other));
    }
    ~Loop() {
        if (waits_) told_acquire(key(gomp_place.team != nullptr ? gomp_place.team->tasks : own_tasks()));
    }
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

  private:
    std::uint64_t number_;
    bool waits_;
};
} // namespace

#define MAPCHECK_TASKLOOP(name, Count)                                                                                 \
    MAPCHECK_GOMP(void, name,                                                                                          \
                  (Body body, void* data, void (*copy)(void*, void*), long size, long align, unsigned flags,           \
                   unsigned long tasks, int priority, Count first, Count last, Count step)) {                          \
        const Room room(sizeof(LoopHead), size, align);                                                                \
        auto& loop = *static_cast<LoopHead*>(room.place(alloca(room.bytes())));                                        \
        fill(loop.head, body, data, copy, room);                                                                       \
        std::memcpy(&loop, data, static_cast<std::size_t>(size) < 24 ? static_cast<std::size_t>(size) : 24);           \
        if (copy == nullptr)                                                                                           \
            std::memcpy(reinterpret_cast<char*>(&loop) + room.offset, data, static_cast<std::size_t>(size));           \
        const Loop waits(loop.head.number, flags);                                                                     \
        real_##name(run_loop_task, &loop, copy != nullptr ? copy_loop_task : nullptr, room.size(), room.unit, flags,   \
                    tasks, priority, first, last, step);                                                               \
    }
MAPCHECK_TASKLOOP(GOMP_taskloop, long)
MAPCHECK_TASKLOOP(GOMP_taskloop_ull, unsigned long long)

} // namespace mapcheck::edges
