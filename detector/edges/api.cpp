// The C interface of mapcheck.h: annotations, tasks, scopes.

#include <mapcheck/mapcheck.h>

#include <initializer_list>

#include <mapcheck/hot.h>

#include "core/accuse.h"
#include "core/stack.h"
#include "core/task.h"
#include "edges/reporter.h"
#include "edges/self.h"

namespace {

using mapcheck::LockKind;
using mapcheck::core::key_of;
using mapcheck::core::ObjectKind;
using mapcheck::edges::Inside;

} // namespace

extern "C" {

MAPCHECK_EXPORT void mapcheck_happens_before(const volatile void* object) {
    mapcheck::edges::told_release(key_of(object, ObjectKind::annotation));
}

MAPCHECK_EXPORT void mapcheck_happens_after(const volatile void* object) {
    mapcheck::edges::told_acquire(key_of(object, ObjectKind::annotation));
}

MAPCHECK_EXPORT void mapcheck_lock_acquired(const volatile void* lock, int exclusive) {
    mapcheck::edges::told_locked(lock, LockKind::annotated, exclusive != 0);
}

MAPCHECK_EXPORT void mapcheck_lock_released(const volatile void* lock, int) {
    mapcheck::edges::told_unlocked(lock, LockKind::annotated);
}

MAPCHECK_EXPORT void mapcheck_object_destroyed(const volatile void* object) {
    for (ObjectKind kind : {ObjectKind::annotation, ObjectKind::lock, ObjectKind::readers})
        mapcheck::edges::told_forget(key_of(object, kind));
}

MAPCHECK_EXPORT void mapcheck_task_name(const char* name) {
    const Inside in;
    if (in.ok()) mapcheck::core::task_set_name(in.thread().task, name);
}

MAPCHECK_EXPORT unsigned mapcheck_task_id(void) {
    const Inside in;
    return in.ok() ? in.thread().task : 0;
}

MAPCHECK_EXPORT unsigned mapcheck_task_scope_begin(const char* name) {
    const Inside in;
    if (!in.ok()) return 0;
    mapcheck::core::Thread& t = in.thread();
    constexpr unsigned deepest = sizeof t.task_stack / sizeof t.task_stack[0];
    // Deeper scopes are counted and run as the task around them.
    if (t.task_depth++ >= deepest) return t.task;
    const std::uint32_t id =
        mapcheck::core::task_create(t.task, reinterpret_cast<std::uint64_t>(__builtin_return_address(0)),
                                    mapcheck::core::stack_capture(t.stacks, __builtin_frame_address(0)));
    if (mapcheck::core::Task* task = mapcheck::core::task_find(id)) {
        const mapcheck::core::Task* outer = mapcheck::core::task_find(t.task);
        task->os_id = outer != nullptr ? outer->os_id : 0;
    }
    mapcheck::core::task_set_name(id, name);
    t.task_stack[t.task_depth - 1] = t.task;
    mapcheck::core::thread_set_task(t, id);
    return id;
}

MAPCHECK_EXPORT void mapcheck_task_scope_end(void) {
    const Inside in;
    if (!in.ok() || in.thread().task_depth == 0) return;
    mapcheck::core::Thread& t = in.thread();
    constexpr unsigned deepest = sizeof t.task_stack / sizeof t.task_stack[0];
    if (--t.task_depth < deepest) mapcheck::core::thread_set_task(t, t.task_stack[t.task_depth]);
}

MAPCHECK_EXPORT void mapcheck_ignore_begin(void) { mapcheck::hot::MAPCHECK_ABI(ignore)(1); }
MAPCHECK_EXPORT void mapcheck_ignore_end(void) { mapcheck::hot::MAPCHECK_ABI(ignore)(-1); }

MAPCHECK_EXPORT void mapcheck_running(const char* what) { mapcheck::edges::reporter_running(what); }

MAPCHECK_EXPORT size_t mapcheck_findings(void) { return mapcheck::edges::reporter_findings(); }

} // extern "C"
