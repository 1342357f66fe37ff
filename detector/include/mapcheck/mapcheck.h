// The C interface of mapcheck: what a program may tell the detector. Usable from C and C++.
// Every function may be called from any thread and from signal handlers, costs tens of nanoseconds
// unless it says otherwise, and does nothing when the detector is off. Compiled without -DMAPCHECK
// the macros are empty and no symbol is referenced.
#ifndef MAPCHECK_MAPCHECK_H
#define MAPCHECK_MAPCHECK_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Synchronisation that mapcheck cannot see (inline assembly, hardware, a library with its own
/// atomics): everything before a mapcheck_happens_before(p) is before everything after a later
/// mapcheck_happens_after(p) of the same address. Call _before just ahead of the signalling
/// operation and _after just behind the waiting one.
void mapcheck_happens_before(const volatile void* object);
void mapcheck_happens_after(const volatile void* object);

/// A lock that mapcheck cannot see. Call _acquired after it was taken, _released before it is given
/// back. Orders like a mutex (exclusive != 0) or like one side of a reader-writer lock, and appears
/// among the locks held in a report.
void mapcheck_lock_acquired(const volatile void* lock, int exclusive);
void mapcheck_lock_released(const volatile void* lock, int exclusive);

/// The object at this address ends: what was known of its order is dropped, so that a new object at
/// the same address starts afresh.
void mapcheck_object_destroyed(const volatile void* object);

/// Names the calling thread's task in reports. The text is copied, 31 bytes at most.
void mapcheck_task_name(const char* name);
/// The id of the running task: 1, 2, 3, ... in order of appearance.
unsigned mapcheck_task_id(void);

/// "This scope is a task": between begin and end the calling thread's accesses carry a new task id,
/// created here by the task that ran before. Scopes nest. The rules go on comparing threads.
/// Returns the new id.
unsigned mapcheck_task_scope_begin(const char* name);
void mapcheck_task_scope_end(void);

/// Scope in which the calling thread's accesses to maps are not watched. Nests.
void mapcheck_ignore_begin(void);
void mapcheck_ignore_end(void);

/// Findings so far in this process, equal ones included, those that a suppression fits left out.
size_t mapcheck_findings(void);

/// What runs now, say the name of a test: reports name it. The text is copied, 255 bytes at most; "" ends it. Not from
/// signal handlers.
void mapcheck_running(const char* what);

/// A finding as plain data. Texts live as long as the program, `pc` and what it points to during the call only.
#define MAPCHECK_FINDING_MAGIC 0x4d434650u
#define MAPCHECK_FINDING_VERSION 1u
struct mapcheck_side {
    const char* role;      ///< "read", "write", "step", "use"
    const char* operation; ///< the call: "erase", "operator[]", ...
    uint32_t task;         ///< id, 0: unknown
    uint32_t frames;       ///< entries of pc
    int64_t os_thread;     ///< gettid()
    const char* task_name; ///< "": it has none. During the call only
    const uint64_t* pc;    ///< return addresses, innermost first: look up pc - 1
};
struct mapcheck_finding {
    uint32_t magic;       ///< MAPCHECK_FINDING_MAGIC
    uint32_t version;     ///< MAPCHECK_FINDING_VERSION; later ones only add members at the end
    uint32_t size;        ///< sizeof(struct mapcheck_finding)
    uint32_t sides;       ///< entries of side: what was found first, then the change, then more
    const char* kind;     ///< "concurrent map iteration and map write"
    const char* kind_id;  ///< "iteration_write", as in suppressions
    const char* evidence; ///< "in flight together", "dead iterator", "misused iterator", "unordered", "ordered overlap"
    const char* map_type; ///< as the compiler prints it
    const char* map_name; ///< NULL: it has none
    uint64_t map_address;
    uint64_t map_size; ///< elements after the last write
    uint64_t sequence; ///< 1, 2, ... in this process
    struct mapcheck_side side[3];
    const char* key; ///< of the element concerned, as text; NULL: print_keys is off, or not known. During the call only
};

/// What a program may define, in C or with extern "C"; mapcheck calls it where it is defined. Link the program (not
/// only a library that it loads later) with it.
#if defined(__GNUC__)
#define MAPCHECK_USER __attribute__((weak, visibility("default")))
#else
#define MAPCHECK_USER
#endif
/// Options as in MAPCHECK_OPTIONS, which has the last word. Called before static initialisation.
MAPCHECK_USER const char* __mapcheck_default_options(void);
/// Lines of a suppressions file.
MAPCHECK_USER const char* __mapcheck_default_suppressions(void);
/// Called after a finding was printed (not for equal ones), in the thread that made it, with no lock of mapcheck held and
/// signals blocked, perhaps in a signal handler. What it does with maps is not watched; locks and the like are. It may
/// wait for other threads, and exit; it must not throw or jump out.
MAPCHECK_USER void __mapcheck_on_finding(const struct mapcheck_finding* finding);

#ifdef __cplusplus
}
#endif

#ifdef MAPCHECK
#define MAPCHECK_HAPPENS_BEFORE(object) mapcheck_happens_before(object)
#define MAPCHECK_HAPPENS_AFTER(object) mapcheck_happens_after(object)
#define MAPCHECK_LOCK_ACQUIRED(lock) mapcheck_lock_acquired(lock, 1)
#define MAPCHECK_LOCK_RELEASED(lock) mapcheck_lock_released(lock, 1)
#define MAPCHECK_LOCK_ACQUIRED_SHARED(lock) mapcheck_lock_acquired(lock, 0)
#define MAPCHECK_LOCK_RELEASED_SHARED(lock) mapcheck_lock_released(lock, 0)
#define MAPCHECK_LOCK_DESTROYED(lock) mapcheck_object_destroyed(lock)
#else
#define MAPCHECK_HAPPENS_BEFORE(object) ((void)(object))
#define MAPCHECK_HAPPENS_AFTER(object) ((void)(object))
#define MAPCHECK_LOCK_ACQUIRED(lock) ((void)(lock))
#define MAPCHECK_LOCK_RELEASED(lock) ((void)(lock))
#define MAPCHECK_LOCK_ACQUIRED_SHARED(lock) ((void)(lock))
#define MAPCHECK_LOCK_RELEASED_SHARED(lock) ((void)(lock))
#define MAPCHECK_LOCK_DESTROYED(lock) ((void)(lock))
#endif

#if defined(__cplusplus) && defined(MAPCHECK)
namespace mapcheck {
/// RAII forms of the scopes above; empty types without -DMAPCHECK.
struct ignore_scope {
    ignore_scope() { mapcheck_ignore_begin(); }
    ~ignore_scope() { mapcheck_ignore_end(); }
    ignore_scope(const ignore_scope&) = delete;
    ignore_scope& operator=(const ignore_scope&) = delete;
};
struct task_scope {
    explicit task_scope(const char* name) { mapcheck_task_scope_begin(name); }
    ~task_scope() { mapcheck_task_scope_end(); }
    task_scope(const task_scope&) = delete;
    task_scope& operator=(const task_scope&) = delete;
};
} // namespace mapcheck
#elif defined(__cplusplus)
namespace mapcheck {
// Always inlined: not even an unoptimised program has a symbol of theirs.
struct ignore_scope {
    __attribute__((always_inline)) ignore_scope() {}
};
struct task_scope {
    __attribute__((always_inline)) explicit task_scope(const char*) {}
};
} // namespace mapcheck
#endif

#endif
