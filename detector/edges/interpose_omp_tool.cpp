// OpenMP as LLVM's libomp runs it. Regions, barriers and tasks are told by libomp itself, to the tool that it finds under
// the name ompt_start_tool [OpenMP 5.0, chapter 4]; sections that exclude each other and reductions are interposed,
// since their end is told only after the next thread may have begun. libomp counts as seen from the moment that it
// accepts us as its tool; under a thread sanitizer the tool is the sanitizer's own.
//
// Owner of a record for each task, freed with it. A region is named by a number.
#include <cstdint>
#include <cstdlib>
#include <dlfcn.h>
#include <initializer_list>

#include "core/config.h"
#include "edges/interpose.h"
#include "edges/modules.h"
#include "edges/rebind.h"

#define MAPCHECK_KMP(result, name, ...) MAPCHECK_INTERPOSE_OF("libomp.so.5", result, name, __VA_ARGS__)

namespace mapcheck::edges {
namespace {

// ---- the tool's interface, as omp-tools.h has it

union Data {
    std::uint64_t number;
    void* pointer;
};
using AnyFunction = void (*)();
using LookUp = AnyFunction (*)(const char* name);
struct Tool {
    int (*initialize)(LookUp look_up, int device, Data* tool);
    void (*finalize)(Data* tool);
    Data data;
};
struct Dependence {
    Data variable;
    int type;
};
enum Event { parallel_begin = 3, parallel_end, task_create, task_schedule, implicit_task, dependences = 18, sync = 23 };
enum Endpoint { begins = 1, ends = 2 };
enum TaskFlag : unsigned { is_initial = 1 };
enum Status { completed = 1, cancelled = 3, early_fulfilled = 5, late_fulfilled = 6, wait_completed = 8 };
enum Sync { taskwait = 5, taskgroup = 6, reduction = 7 }; // the others: barriers

// ---- what is known of regions and tasks

/// A region's objects: its number, times how many there are.
enum Part : std::uint64_t { begun, ended, barrier_even, barrier_odd, tasks, ordered, parts = 8 };
std::uint64_t numbers; // given out so far
std::uint64_t new_number() { return __atomic_add_fetch(&numbers, 1, __ATOMIC_RELAXED); }

constexpr std::uint64_t no_address = std::uint64_t{1} << 50; // keeps numbers apart from addresses
core::Key of_region(std::uint64_t region, Part part) {
    return core::key_of(no_address + region * parts + part, ObjectKind::barrier);
}
core::Key of_number(std::uint64_t number) { return core::key_of(no_address + number, ObjectKind::other); }
core::Key of_address(const void* address) { return key_of(address, ObjectKind::annotation); }

struct Task {
    std::uint64_t begin;    ///< names where it begins, and goes on after a pause
    std::uint64_t children; ///< names what its taskwait waits for
    std::uint64_t siblings; ///< its parent's children
    std::uint64_t region;
    unsigned barriers; ///< that it has passed
    bool has_run;
    int dependences;
    const void* dependence[]; ///< addresses
};
__thread std::uint64_t region_now MAPCHECK_TLS_MODEL; ///< for ordered sections

Task* task_of(const Data* data) { return data != nullptr ? static_cast<Task*>(data->pointer) : nullptr; }

Task* make(std::uint64_t region, std::uint64_t siblings, unsigned barriers) {
    auto* task = static_cast<Task*>(std::malloc(sizeof(Task)));
    if (task == nullptr) return nullptr;
    *task = {new_number(), new_number(), siblings, region, barriers, false, 0};
    return task;
}

void on_parallel_begin(Data*, const void*, Data* region, unsigned, int, const void*) {
    region->number = new_number();
    told_release(of_region(region->number, begun));
}
void on_parallel_end(Data* region, Data*, int, const void*) {
    for (const Part part : {ended, barrier_even, barrier_odd, tasks}) told_acquire(of_region(region->number, part));
    for (std::uint64_t part = 0; part != parts; ++part) told_forget(of_region(region->number, static_cast<Part>(part)));
}

void on_implicit_task(int endpoint, Data* region, Data* task, unsigned, unsigned, int flags) {
    if (endpoint == begins) {
        // A program's first task has no region yet; those of teams have the one that their league began.
        if (region != nullptr && region->number == 0 && (static_cast<unsigned>(flags) & is_initial) != 0)
            region->number = new_number();
        region_now = region != nullptr ? region->number : 0;
        task->pointer = make(region_now, 0, 0);
        if (Task* t = task_of(task)) t->has_run = true;
        told_acquire(of_region(region_now, begun));
    } else if (Task* t = task_of(task)) {
        told_release(of_region(t->region, ended));
        told_forget(of_number(t->children));
        task->pointer = nullptr;
        std::free(t);
    }
}

void on_sync(int kind, int endpoint, Data*, Data* data, const void*) {
    Task* task = task_of(data);
    if (task == nullptr || kind == reduction) return;
    if (kind == taskwait || kind == taskgroup) {
        if (endpoint == begins) return;
        told_acquire(kind == taskwait ? of_number(task->children) : of_region(task->region, tasks));
        return;
    }
    // Two objects in turn: a fast thread's next arrival is not taken up by those that still leave.
    const core::Key key = of_region(task->region, task->barriers % 2 == 0 ? barrier_even : barrier_odd);
    if (endpoint == begins) {
        told_release(key);
    } else {
        told_acquire(key);
        told_acquire(of_region(task->region, tasks));
        ++task->barriers;
    }
}

void on_task_create(Data* parent_data, const void*, Data* made, int flags, int, const void*) {
    if ((static_cast<unsigned>(flags) & is_initial) != 0) {
        made->pointer = make(new_number(), 0, 0);
        return;
    }
    const Task* parent = task_of(parent_data);
    if (parent == nullptr) return;
    Task* task = make(parent->region, parent->children, parent->barriers);
    made->pointer = task;
    if (task != nullptr) told_release(of_number(task->begin));
}

void on_dependences(Data* data, const Dependence* list, int count) {
    Task* task = task_of(data);
    if (task == nullptr || count <= 0 || task->has_run) return;
    auto* larger =
        static_cast<Task*>(std::realloc(task, sizeof(Task) + static_cast<std::size_t>(count) * sizeof(const void*)));
    if (larger == nullptr) return;
    for (int i = 0; i < count; ++i) larger->dependence[i] = list[i].variable.pointer;
    larger->dependences = count;
    data->pointer = larger;
}

void go_on(Task* task) {
    if (task == nullptr) return;
    region_now = task->region;
    told_acquire(of_number(task->begin));
    if (task->has_run) return;
    task->has_run = true;
    for (int i = 0; i < task->dependences; ++i) told_acquire(of_address(task->dependence[i]));
}

void end(Data* data) {
    Task* task = task_of(data);
    if (task == nullptr) return;
    for (int i = 0; i < task->dependences; ++i) told_release(of_address(task->dependence[i]));
    told_release(of_number(task->siblings));
    told_release(of_region(task->region, tasks));
    told_forget(of_number(task->begin));
    told_forget(of_number(task->children));
    data->pointer = nullptr;
    std::free(task);
}

void on_task_schedule(Data* prior, int status, Data* next) {
    Task* task = task_of(prior);
    switch (status) {
    case early_fulfilled: // the event of a detached task, whose body still runs
        if (task != nullptr) told_release(of_number(task->begin));
        return;
    case late_fulfilled:
        if (task != nullptr) told_acquire(of_number(task->begin));
        return end(prior);
    case wait_completed: // a taskwait with dependences
        if (task != nullptr) go_on(task);
        return end(prior);
    case completed:
    case cancelled:
        if (task != nullptr) told_acquire(of_number(task->begin)); // the event of a detached one, if it has come
        end(prior);
        break;
    default:
        if (task != nullptr) told_release(of_number(task->begin));
        break;
    }
    go_on(task_of(next));
}

int initialize(LookUp look_up, int, Data*) {
    using SetCallback = int (*)(int event, AnyFunction callback);
    const auto set = reinterpret_cast<SetCallback>(look_up("ompt_set_callback"));
    if (set == nullptr) return 0;
    const struct {
        int event;
        AnyFunction callback;
    } wanted[] = {
        {parallel_begin, reinterpret_cast<AnyFunction>(on_parallel_begin)},
        {parallel_end, reinterpret_cast<AnyFunction>(on_parallel_end)},
        {implicit_task, reinterpret_cast<AnyFunction>(on_implicit_task)},
        {task_create, reinterpret_cast<AnyFunction>(on_task_create)},
        {task_schedule, reinterpret_cast<AnyFunction>(on_task_schedule)},
        {dependences, reinterpret_cast<AnyFunction>(on_dependences)},
        {sync, reinterpret_cast<AnyFunction>(on_sync)},
    };
    constexpr int always = 5;
    for (const auto& w : wanted)
        if (set(w.event, w.callback) != always) return 0;
    synchronises_by_calls_after_all(reinterpret_cast<const void*>(look_up));
    return 1;
}
void finalize(Data*) {}

Tool tool{initialize, finalize, {}};

} // namespace

/// Asked for by libomp when the program first needs it.
extern "C" MAPCHECK_EXPORT void* ompt_start_tool(unsigned, const char*) {
    if (!running() || dlsym(RTLD_DEFAULT, "__tsan_init") != nullptr) return nullptr;
    return &tool;
}

// ---- sections that exclude each other. The place in the source and the thread's number come first.

MAPCHECK_KMP(void, __kmpc_critical, (void* place, int thread, void* name)) {
    real___kmpc_critical(place, thread, name);
    told_locked(name, LockKind::mutex, true);
}
MAPCHECK_KMP(void, __kmpc_critical_with_hint, (void* place, int thread, void* name, unsigned hint)) {
    real___kmpc_critical_with_hint(place, thread, name, hint);
    told_locked(name, LockKind::mutex, true);
}
MAPCHECK_KMP(void, __kmpc_end_critical, (void* place, int thread, void* name)) {
    told_unlocked(name, LockKind::mutex);
    real___kmpc_end_critical(place, thread, name);
}
MAPCHECK_KMP(void, __kmpc_ordered, (void* place, int thread)) {
    real___kmpc_ordered(place, thread);
    told_acquire(of_region(region_now, ordered));
}
MAPCHECK_KMP(void, __kmpc_end_ordered, (void* place, int thread)) {
    told_release(of_region(region_now, ordered));
    real___kmpc_end_ordered(place, thread);
}
/// ordered(n): one object for all iterations, more order than there is.
MAPCHECK_KMP(void, __kmpc_doacross_post, (void* place, int thread, const std::int64_t* counts)) {
    told_release(of_region(region_now, ordered));
    real___kmpc_doacross_post(place, thread, counts);
}
MAPCHECK_KMP(void, __kmpc_doacross_wait, (void* place, int thread, const std::int64_t* counts)) {
    real___kmpc_doacross_wait(place, thread, counts);
    told_acquire(of_region(region_now, ordered));
}

// ---- reductions: by a lock, which the one that gets 1 holds until the end; or libomp calls the function that
// combines two threads' values, in a thread that waits in here.

namespace {
using Combine = void (*)(void* to, void* from);
struct Combines {
    Combine function;
    const void* lock;
};
__thread Combines combines MAPCHECK_TLS_MODEL;
core::Key values(const void* lock) { return key_of(lock, ObjectKind::other); }
void combine(void* to, void* from) {
    told_acquire(values(combines.lock));
    combines.function(to, from);
    told_release(values(combines.lock));
}
int entered(int answer, void* lock) {
    if (answer == 1) told_locked(lock, LockKind::mutex, true);
    return answer;
}
} // namespace

#define MAPCHECK_REDUCE(name, end_name)                                                                                \
    MAPCHECK_KMP(int, name,                                                                                            \
                 (void* place, int thread, int count, std::size_t size, void* data, Combine function, void* lock)) {   \
        const Combines outer = combines;                                                                               \
        combines = {function, lock};                                                                                   \
        told_release(values(lock));                                                                                    \
        const int answer = real_##name(place, thread, count, size, data, combine, lock);                               \
        told_acquire(values(lock));                                                                                    \
        combines = outer;                                                                                              \
        return entered(answer, lock);                                                                                  \
    }                                                                                                                  \
    MAPCHECK_KMP(void, end_name, (void* place, int thread, void* lock)) {                                              \
        told_unlocked(lock, LockKind::mutex);                                                                          \
        real_##end_name(place, thread, lock);                                                                          \
    }
MAPCHECK_REDUCE(__kmpc_reduce, __kmpc_end_reduce)
MAPCHECK_REDUCE(__kmpc_reduce_nowait, __kmpc_end_reduce_nowait)

} // namespace mapcheck::edges
