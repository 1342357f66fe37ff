/* A client in C99: every function and macro of the C interface. */
#include <mapcheck/mapcheck.h>
#include <stdio.h>

int main(void) {
    static int object, lock;
    unsigned first, scope;

    mapcheck_happens_before(&object);
    mapcheck_happens_after(&object);
    mapcheck_lock_acquired(&lock, 1);
    mapcheck_lock_released(&lock, 1);
    mapcheck_object_destroyed(&object);
    MAPCHECK_HAPPENS_BEFORE(&object);
    MAPCHECK_HAPPENS_AFTER(&object);
    MAPCHECK_LOCK_ACQUIRED(&lock);
    MAPCHECK_LOCK_RELEASED(&lock);
    MAPCHECK_LOCK_ACQUIRED_SHARED(&lock);
    MAPCHECK_LOCK_RELEASED_SHARED(&lock);
    MAPCHECK_LOCK_DESTROYED(&lock);

    mapcheck_task_name("client");
    first = mapcheck_task_id();
    scope = mapcheck_task_scope_begin("inner");
    if (scope == first || mapcheck_task_id() != scope) return 1;
    mapcheck_task_scope_end();
    if (mapcheck_task_id() != first) return 2;

    mapcheck_ignore_begin();
    mapcheck_ignore_end();
    printf("task %u, %zu findings\n", first, mapcheck_findings());
    return mapcheck_findings() == 0 ? 0 : 3;
}
