// The beginning and end of the process, and its copies: main's return, exit, _exit, fork.
//
// Threads that main never waits for may have used a map long before its destructor runs at exit; so
// whoever ends the process knows everything that happened so far (the excuse at exit).
#include <cstdlib>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/config.h"
#include "core/order.h"
#include "core/task.h"
#include "edges/interpose.h"
#include "edges/interpose_births.h"
#include "edges/raw_system.h"
#include "edges/reporter.h"

namespace mapcheck::edges {
namespace {

int process; // pid for which findings are kept; a child of vfork shares our memory, but not this number

void know_everything(core::Switch unless) {
    const Inside in;
    if (in.ok() && !core::switched_off(unless)) core::acquire_everything(in.thread());
}

/// The status that a process ends with which asked for `wanted`.
int status(int wanted) {
    if (raw::process_id() != process) return wanted;
    return exit_status(wanted);
}

/// In the child only the forking thread lives.
void in_child() {
    process = raw::process_id();
    core::order_after_fork();
    births_after_fork();
    core::Thread* t = self_if_known();
    // A handler may have forked in the middle of anything: then what was interrupted goes on here, too.
    if (t == nullptr || t->inside == 0) core::threads_after_fork(t);
    reporter_after_fork();
    know_everything(core::Switch::edge_fork);
    t = self_if_known();
    if (t == nullptr) return;
    if (core::Task* task = core::task_find(t->task)) task->os_id = raw::thread_id();
}

// fork's own handlers serve everything that forks with them (fork, forkpty, daemon). Registered first
// and so called first in the child, before handlers of the program that may use maps there.
__attribute__((constructor(102))) void watch_forks() {
    process = raw::process_id();
    pthread_atfork(nullptr, nullptr, in_child);
}

// quick_exit calls the program's functions, which may use maps, and none after this one: registered first, called last.
void after_quick_exit() {
    const int status_now = status(0);
    if (status_now != 0) raw::call(SYS_exit_group, status_now);
}
__attribute__((constructor(102))) void watch_quick_exit() { std::at_quick_exit(after_quick_exit); }

int (*program_main)(int, char**, char**);

int main_and_after(int argc, char** argv, char** environment) {
    // Stacks end here: what lies outside is the C library's start.
    if (core::Thread* t = self_if_known(); t != nullptr && t->stacks.high != 0)
        t->stacks.high = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
    const int result = program_main(argc, argv, environment);
    know_everything(core::Switch::edge_exit);
    return result;
}

} // namespace

// Where main is called from: its return does not pass through exit() in a way that can be seen, and a
// function given to atexit would run after the destructors of statics that were made later.
MAPCHECK_INTERPOSE(int, __libc_start_main,
                   (int (*program)(int, char**, char**), int argc, char** argv, void (*init)(), void (*fini)(),
                    void (*rtld_fini)(), void* stack_end)) {
    program_main = program;
    return real___libc_start_main(main_and_after, argc, argv, init, fini, rtld_fini, stack_end);
}

// fork without handlers: safe in signal handlers, and so must this be.
MAPCHECK_INTERPOSE(pid_t, _Fork, () noexcept) {
    const pid_t child = real__Fork();
    if (child == 0) in_child();
    return child;
}

MAPCHECK_INTERPOSE(void, exit, (int wanted) noexcept) {
    know_everything(core::Switch::edge_exit);
    real_exit(wanted); // the reporter has its say after the last destructor
    __builtin_trap();
}
MAPCHECK_INTERPOSE(void, quick_exit, (int wanted) noexcept) {
    know_everything(core::Switch::edge_exit);
    real_quick_exit(wanted);
    __builtin_trap();
}
MAPCHECK_INTERPOSE(void, _exit, (int wanted)) {
    real__exit(status(wanted));
    __builtin_trap();
}
MAPCHECK_INTERPOSE(void, _Exit, (int wanted) noexcept) {
    real__Exit(status(wanted));
    __builtin_trap();
}

} // namespace mapcheck::edges
