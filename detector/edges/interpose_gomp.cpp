// OpenMP at the boundary of libgomp: parallel regions, barriers, critical sections, locks, tasks. Its
// atomics and futexes are compiled into it. What the compiler makes itself of a pragma (atomic, flush)
// calls nobody and has no order for us.
//
// A parallel region is a Team on the stack of the thread that began it; each of its threads runs the
// region inside run_member(), which is where a thread knows its team. A deferred task carries a Head before
// its data. Teams and tasks are named by addresses that live as long as they do.
#include "edges/interpose.h"

#include <cstdarg>
#include <cstdint>
#include <cstring>
#include <initializer_list>

#include <alloca.h>

#include "core/config.h"
#include "edges/modules.h"
#include "edges/rebind.h"

#define MAPCHECK_GOMP(result, name, ...) MAPCHECK_INTERPOSE_OF("libgomp.so.1", result, name, __VA_ARGS__)

namespace mapcheck::edges {
namespace {

using Body = void (*)(void*);

struct Team {
    Body body;
    void* data;
    char begun, ended, barrier[2], tasks, ordered, copied; // named by their addresses
};
core::Key key(const char& part) { return key_of(&part, ObjectKind::barrier); }

/// What a thread is in now.
struct Place {
    Team* team;        ///< null: outside of every region
    const char* tasks; ///< whose end a taskwait of this task waits for
    unsigned barriers; ///< that it has passed in the region
};
__thread Place place MAPCHECK_TLS_MODEL;
char outside; // the tasks of a thread outside of every region

const char& own_tasks() { return place.tasks != nullptr ? *place.tasks : outside; }

void run_member(void* argument) {
    Team& team = *static_cast<Team*>(argument);
    const Place outer = place;
    const char tasks = 0;
    place = {&team, &tasks, 0};
    told_acquire(key(team.begun));
    team.body(team.data);
    told_release(key(team.ended));
    told_forget(key(tasks));
    place = outer;
}

/// A region, from the thread that begins it: body becomes run_member, data the team.
class Region {
  public:
    Region(Body body, void* data) : team_{body, data, 0, 0, {}, 0, 0, 0} { told_release(key(team_.begun)); }
    ~Region() {
        told_acquire(key(team_.ended));
        told_acquire(key(team_.tasks));
        for (const char* part : {&team_.begun, &team_.ended, &team_.barrier[0], &team_.barrier[1], &team_.tasks,
                                 &team_.ordered, &team_.copied})
            told_forget(key(*part));
    }
    Region(const Region&) = delete;
    Region& operator=(const Region&) = delete;
    void* team() { return &team_; }

  private:
    Team team_;
};

/// A barrier of the team, and of its tasks, which all end before anybody leaves it. Two objects in turn: a fast
/// thread's next arrival is not taken up by those that still leave.
template <class Call>
auto at_barrier(const Call& call) {
    Team* team = place.team;
    if (team == nullptr) return call();
    const char& here = team->barrier[place.barriers++ % 2];
    struct Leave {
        Team* team;
        const char& here;
        ~Leave() {
            told_acquire(key(here));
            told_acquire(key(team->tasks));
        }
    };
    told_release(key(here));
    const Leave leave{team, here};
    return call();
}

char critical, atomic; // what unnamed sections lock

void entered(const void* lock) { told_locked(lock, LockKind::mutex, true); }
void leaving(const void* lock) { told_unlocked(lock, LockKind::mutex); }

// ---- tasks

/// Addresses of a depend clause, whose list may be gone when the task runs.
constexpr std::uintptr_t max_dependences = 12;
struct Head {
    Body body;
    void (*copy)(void*, void*);
    void* original; ///< for copy
    Team* team;
    const char* siblings; ///< the parent's tasks
    std::uint64_t number; ///< names the task's begin
    std::uint32_t dependences;
    std::uint32_t offset; ///< of the data behind this
    const void* dependence[max_dependences];
};
std::uint64_t tasks_ever;

core::Key begin_of(const Head& head) { return core::key_of(head.number, ObjectKind::other); }
core::Key of_address(const void* address) { return key_of(address, ObjectKind::annotation); }

/// A list of a depend clause: the old form {n, outs, address...}, the new one {0, n, outs, mutexes, ins, address...}.
/// False: there are more than a task remembers.
bool read_dependences(Head& head, void** list) {
    const auto first = reinterpret_cast<std::uintptr_t>(list[0]);
    const bool old = first != 0;
    const std::uintptr_t n = old ? first : reinterpret_cast<std::uintptr_t>(list[1]);
    void** addresses = list + (old ? 2 : 5);
    head.dependences = static_cast<std::uint32_t>(n < max_dependences ? n : max_dependences);
    for (std::uint32_t i = 0; i < head.dependences; ++i) head.dependence[i] = addresses[i];
    return n <= max_dependences;
}

void run_task(void* argument) {
    Head& head = *static_cast<Head*>(argument);
    const Place outer = place;
    const char tasks = 0;
    place = {head.team, &tasks, outer.barriers};
    told_acquire(begin_of(head));
    for (std::uint32_t i = 0; i < head.dependences; ++i) told_acquire(of_address(head.dependence[i]));
    head.body(static_cast<char*>(argument) + head.offset);
    for (std::uint32_t i = 0; i < head.dependences; ++i) told_release(of_address(head.dependence[i]));
    told_release(key(*head.siblings));
    if (head.team != nullptr) told_release(key(head.team->tasks));
    told_forget(begin_of(head));
    told_forget(key(tasks));
    place = {outer.team, outer.tasks, place.barriers};
}
void copy_task(void* to, void* from) {
    const Head& head = *static_cast<Head*>(from);
    std::memcpy(to, from, sizeof(Head));
    head.copy(static_cast<char*>(to) + head.offset, head.original);
}

} // namespace

// ---- regions

#define MAPCHECK_REGION(name, PARAMETERS, ...)                                                                         \
    MAPCHECK_GOMP(void, name, PARAMETERS) {                                                                            \
        Region region(body, data);                                                                                     \
        real_##name(run_member, region.team(), __VA_ARGS__);                                                           \
    }
MAPCHECK_REGION(GOMP_parallel, (Body body, void* data, unsigned threads, unsigned flags), threads, flags)
MAPCHECK_REGION(GOMP_parallel_sections, (Body body, void* data, unsigned threads, unsigned count, unsigned flags),
                threads, count, flags)
#define MAPCHECK_LOOP(name)                                                                                            \
    MAPCHECK_REGION(                                                                                                   \
        name, (Body body, void* data, unsigned threads, long first, long last, long step, long chunk, unsigned flags), \
        threads, first, last, step, chunk, flags)
#define MAPCHECK_LOOP_WITHOUT_CHUNK(name)                                                                              \
    MAPCHECK_REGION(name, (Body body, void* data, unsigned threads, long first, long last, long step, unsigned flags), \
                    threads, first, last, step, flags)
MAPCHECK_LOOP(GOMP_parallel_loop_static)
MAPCHECK_LOOP(GOMP_parallel_loop_dynamic)
MAPCHECK_LOOP(GOMP_parallel_loop_guided)
MAPCHECK_LOOP(GOMP_parallel_loop_nonmonotonic_dynamic)
MAPCHECK_LOOP(GOMP_parallel_loop_nonmonotonic_guided)
MAPCHECK_LOOP_WITHOUT_CHUNK(GOMP_parallel_loop_runtime)
MAPCHECK_LOOP_WITHOUT_CHUNK(GOMP_parallel_loop_nonmonotonic_runtime)
MAPCHECK_LOOP_WITHOUT_CHUNK(GOMP_parallel_loop_maybe_nonmonotonic_runtime)
MAPCHECK_GOMP(unsigned, GOMP_parallel_reductions, (Body body, void* data, unsigned threads, unsigned flags)) {
    Region region(body, data);
    return real_GOMP_parallel_reductions(run_member, region.team(), threads, flags);
}

// ---- barriers, those at the end of a work-sharing construct included

MAPCHECK_GOMP(void, GOMP_barrier, ()) {
    at_barrier([] { real_GOMP_barrier(); });
}
MAPCHECK_GOMP(bool, GOMP_barrier_cancel, ()) {
    return at_barrier([] { return real_GOMP_barrier_cancel(); });
}
MAPCHECK_GOMP(void, GOMP_loop_end, ()) {
    at_barrier([] { real_GOMP_loop_end(); });
}
MAPCHECK_GOMP(bool, GOMP_loop_end_cancel, ()) {
    return at_barrier([] { return real_GOMP_loop_end_cancel(); });
}
MAPCHECK_GOMP(void, GOMP_sections_end, ()) {
    at_barrier([] { real_GOMP_sections_end(); });
}
MAPCHECK_GOMP(bool, GOMP_sections_end_cancel, ()) {
    return at_barrier([] { return real_GOMP_sections_end_cancel(); });
}
/// single with copyprivate: null for the thread that is to do it; the others get its data when it has.
MAPCHECK_GOMP(void*, GOMP_single_copy_start, ()) {
    void* copied = real_GOMP_single_copy_start();
    if (copied != nullptr && place.team != nullptr) told_acquire(key(place.team->copied));
    return copied;
}
MAPCHECK_GOMP(void, GOMP_single_copy_end, (void* data)) {
    if (place.team != nullptr) told_release(key(place.team->copied));
    real_GOMP_single_copy_end(data);
}

// ---- sections that exclude each other

MAPCHECK_GOMP(void, GOMP_critical_start, ()) {
    real_GOMP_critical_start();
    entered(&critical);
}
MAPCHECK_GOMP(void, GOMP_critical_end, ()) {
    leaving(&critical);
    real_GOMP_critical_end();
}
MAPCHECK_GOMP(void, GOMP_critical_name_start, (void** name)) {
    real_GOMP_critical_name_start(name);
    entered(name);
}
MAPCHECK_GOMP(void, GOMP_critical_name_end, (void** name)) {
    leaving(name);
    real_GOMP_critical_name_end(name);
}
MAPCHECK_GOMP(void, GOMP_atomic_start, ()) {
    real_GOMP_atomic_start();
    entered(&atomic);
}
MAPCHECK_GOMP(void, GOMP_atomic_end, ()) {
    leaving(&atomic);
    real_GOMP_atomic_end();
}
MAPCHECK_GOMP(void, GOMP_ordered_start, ()) {
    real_GOMP_ordered_start();
    if (place.team != nullptr) told_acquire(key(place.team->ordered));
}
MAPCHECK_GOMP(void, GOMP_ordered_end, ()) {
    if (place.team != nullptr) told_release(key(place.team->ordered));
    real_GOMP_ordered_end();
}
/// ordered(n): one object for all iterations, more order than there is.
MAPCHECK_GOMP(void, GOMP_doacross_post, (long* counts)) {
    if (place.team != nullptr) told_release(key(place.team->ordered));
    real_GOMP_doacross_post(counts);
}
MAPCHECK_REAL_OF("libgomp.so.1", void, GOMP_doacross_wait, (long, long, long, long, long, long))
MAPCHECK_HOOKED(void, GOMP_doacross_wait, (long first, ...))
extern "C" MAPCHECK_EXPORT __attribute__((no_sanitize("address"))) void GOMP_doacross_wait(long first, ...) {
    // As many counts as there are loops: the callee takes what it needs.
    va_list list;
    va_start(list, first);
    long count[5];
    for (long& c : count) c = va_arg(list, long);
    va_end(list);
    real_GOMP_doacross_wait(first, count[0], count[1], count[2], count[3], count[4]);
    if (place.team != nullptr) told_acquire(key(place.team->ordered));
}

#define MAPCHECK_OMP_LOCK(kind)                                                                                        \
    MAPCHECK_GOMP(void, omp_init_##kind##lock, (void* lock)) {                                                         \
        told_forget(key_of(lock, ObjectKind::lock));                                                                   \
        real_omp_init_##kind##lock(lock);                                                                              \
    }                                                                                                                  \
    MAPCHECK_GOMP(void, omp_set_##kind##lock, (void* lock)) {                                                          \
        real_omp_set_##kind##lock(lock);                                                                               \
        entered(lock);                                                                                                 \
    }                                                                                                                  \
    MAPCHECK_GOMP(void, omp_unset_##kind##lock, (void* lock)) {                                                        \
        leaving(lock);                                                                                                 \
        real_omp_unset_##kind##lock(lock);                                                                             \
    }                                                                                                                  \
    MAPCHECK_GOMP(int, omp_test_##kind##lock, (void* lock)) {                                                          \
        const int taken = real_omp_test_##kind##lock(lock);                                                            \
        if (taken != 0) entered(lock);                                                                                 \
        return taken;                                                                                                  \
    }
MAPCHECK_OMP_LOCK()
MAPCHECK_OMP_LOCK(nest_)

// ---- tasks

MAPCHECK_GOMP(void, GOMP_task,
              (Body body, void* data, void (*copy)(void*, void*), long size, long align, bool deferred, unsigned flags,
               void** dependences, int priority, void* detach)) {
    constexpr unsigned has_dependences = 1U << 3;
    constexpr unsigned is_detached = 1U << 13; // libgomp writes an event into its data; what fulfils it is not seen
    if ((flags & is_detached) != 0) {
        synchronises_by_itself_after_all(real_GOMP_task);
        return real_GOMP_task(body, data, copy, size, align, deferred, flags, dependences, priority, detach);
    }
    const auto alignment = static_cast<std::size_t>(align > 0 ? align : 1);
    const std::size_t offset = (sizeof(Head) + alignment - 1) / alignment * alignment;
    const auto bytes = static_cast<std::size_t>(size);
    auto* room = static_cast<char*>(alloca(offset + bytes + alignment + alignof(Head)));
    const std::size_t unit = alignment > alignof(Head) ? alignment : alignof(Head);
    room += (unit - reinterpret_cast<std::uintptr_t>(room) % unit) % unit;
    Head& head = *reinterpret_cast<Head*>(room);
    head.body = body;
    head.copy = copy;
    head.original = data;
    head.team = place.team;
    head.siblings = &own_tasks();
    head.number = __atomic_add_fetch(&tasks_ever, 1, __ATOMIC_RELAXED);
    head.dependences = 0;
    head.offset = static_cast<std::uint32_t>(offset);
    if ((flags & has_dependences) != 0 && !read_dependences(head, dependences))
        synchronises_by_itself_after_all(real_GOMP_task);
    if (copy == nullptr) std::memcpy(room + offset, data, bytes);
    told_release(begin_of(head));
    real_GOMP_task(run_task, room, copy != nullptr ? copy_task : nullptr, static_cast<long>(offset + bytes),
                   static_cast<long>(unit), deferred, flags, dependences, priority, detach);
}
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
    told_acquire(key(place.team != nullptr ? place.team->tasks : own_tasks()));
}

/// A task of a loop gets its bounds where other tasks have their Head: it is not watched, so its order is not known.
#define MAPCHECK_TASKLOOP(name, Count)                                                                                 \
    MAPCHECK_GOMP(void, name,                                                                                          \
                  (Body body, void* data, void (*copy)(void*, void*), long size, long align, unsigned flags,           \
                   unsigned long tasks, int priority, Count first, Count last, Count step)) {                          \
        synchronises_by_itself_after_all(real_##name);                                                                 \
        real_##name(body, data, copy, size, align, flags, tasks, priority, first, last, step);                         \
    }
MAPCHECK_TASKLOOP(GOMP_taskloop, long)
MAPCHECK_TASKLOOP(GOMP_taskloop_ull, unsigned long long)

} // namespace mapcheck::edges
