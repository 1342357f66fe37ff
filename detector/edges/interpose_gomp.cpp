// OpenMP at the boundary of libgomp: parallel regions, barriers, critical sections, locks. Tasks:
// interpose_gomp_tasks.cpp. Its atomics and futexes are compiled into it. What the compiler makes itself of a
// pragma (atomic, flush) calls nobody and has no order for us.
//
// A parallel region is a GompTeam on the stack of the thread that began it; each of its threads runs the
// region inside run_member(), which is where a thread knows its team.
#include "edges/interpose_gomp.h"

#include <cstdarg>
#include <initializer_list>

namespace mapcheck::edges {
__thread GompPlace gomp_place MAPCHECK_TLS_MODEL;

namespace {

using Body = GompBody;
using Team = GompTeam;
using Place = GompPlace;
core::Key key(const char& part) { return gomp_key(part); }

void run_member(void* argument) {
    Team& team = *static_cast<Team*>(argument);
    const Place outer = gomp_place;
    const char tasks = 0;
    gomp_place = {&team, &tasks, 0};
    told_acquire(key(team.begun));
    team.body(team.data);
    told_release(key(team.ended));
    told_forget(key(tasks));
    gomp_place = outer;
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
    Team* team = gomp_place.team;
    if (team == nullptr) return call();
    const char& here = team->barrier[gomp_place.barriers++ % 2];
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
    if (copied != nullptr && gomp_place.team != nullptr) told_acquire(key(gomp_place.team->copied));
    return copied;
}
MAPCHECK_GOMP(void, GOMP_single_copy_end, (void* data)) {
    if (gomp_place.team != nullptr) told_release(key(gomp_place.team->copied));
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
    if (gomp_place.team != nullptr) told_acquire(key(gomp_place.team->ordered));
}
MAPCHECK_GOMP(void, GOMP_ordered_end, ()) {
    if (gomp_place.team != nullptr) told_release(key(gomp_place.team->ordered));
    real_GOMP_ordered_end();
}
/// ordered(n): one object for all iterations, more order than there is.
MAPCHECK_GOMP(void, GOMP_doacross_post, (long* counts)) {
    if (gomp_place.team != nullptr) told_release(key(gomp_place.team->ordered));
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
    if (gomp_place.team != nullptr) told_acquire(key(gomp_place.team->ordered));
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

} // namespace mapcheck::edges
