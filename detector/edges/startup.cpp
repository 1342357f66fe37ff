#include "edges/startup.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <linux/futex.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/accuse.h"
#include "core/config.h"
#include "core/order.h"
#include "core/slot.h"
#include "core/spin_lock.h"
#include "core/stack.h"
#include "core/task.h"
#include "edges/interpose.h"
#include "edges/modules.h"
#include "edges/options.h"
#include "edges/raw_system.h"
#include "edges/reporter.h"
#include "edges/self.h"
#include "edges/unwind.h"

extern "C" void* __libc_stack_end; // glibc: where the main thread's stack began

namespace mapcheck::edges {
namespace {

bool is_running; // all-zero: off
bool has_run;

Options options;

/// A futex that nobody wakes: whoever may lock a mutex may wait for this.
void nap() {
    static const std::uint32_t word = 0;
    const timespec moment{0, 20'000};
    raw::call(SYS_futex, raw::as_long(&word), FUTEX_WAIT_PRIVATE, 0, raw::as_long(&moment));
}

void print(const char* text, std::size_t size) { raw::write(STDERR_FILENO, text, size); }

template <std::size_t n>
void print_text(const char (&text)[n]) {
    print(text, n - 1);
}

core::Order order_wanted() {
    if (options.order.is("0")) return core::Order::off;
    if (options.order.is("1")) return core::Order::full;
    // A sanitizer answers some calls by itself (pthread_once, guards): order is seen in part then.
    return calls_come_here() ? order_seen() : core::Order::partly;
}

__attribute__((constructor(101))) void start() {
    if (!core::slots_start()) {
        // Inline code reads the null slot of every map that is not watched: it cannot run without.
        print_text("mapcheck: cannot map one page at address 0x20000000, where shadow slots live: something else is "
                   "there, or the limit on address space (ulimit -v) is too low. Raise it, or build without "
                   "-DMAPCHECK.\n");
        raw::call(SYS_exit_group, 66);
    }
    core::wait_for_holder = nap;
    options_from_environment(options, print);
    core::config.off = switches_from_environment(print);
    core::config.overlap_any = options.overlap.is("any");
    connect_stack_helpers();
    core::config.trace_size = 256U << options.history_size;
    reporter_start(options);
    core::set_finding_handler(reporter_handle);
    is_running = has_run = true;
    if (core::slots_bytes() <= hot::slot_bytes * 64) {
        give_up("the region for shadow slots cannot be reserved (ulimit -v?)");
        return;
    }
    // Now, while there is memory, and before a sandbox may forbid to ask for some.
    if (!core::order_start()) {
        give_up("no memory for what it must remember of synchronisation (ulimit -v, -d?)");
        return;
    }
    core::task_start();
    core::stack_start();
    core::config.order = order_wanted();
    self();
}

// Runs after the destructors of everything that links to this library.
__attribute__((destructor(101))) void finish() {
    if (!has_run) return;
    if (is_running || reporter_findings() != 0) reporter_summary();
    const int status = exit_status(0);
    if (status == 0) return; // nothing found, or the program keeps its own status
    std::fflush(nullptr);
    raw::call(SYS_exit_group, status);
}

} // namespace

bool running() { return __atomic_load_n(&is_running, __ATOMIC_RELAXED); }

void order_seen_changed() {
    if (running()) core::config.order = order_wanted();
}

void bound_stack(core::Thread& t) {
    // Other threads that register themselves have stacks of unknown bounds: theirs are unwound.
    if (raw::process_id() != raw::thread_id()) return;
    rlimit limit{};
    const bool known = getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
    constexpr std::uintptr_t usual = std::uintptr_t{8} << 20;
    t.stacks.high = reinterpret_cast<std::uintptr_t>(__libc_stack_end);
    t.stacks.low = t.stacks.high - (known ? static_cast<std::uintptr_t>(limit.rlim_cur) : usual);
}

void give_up(const char* why) {
    if (!__atomic_exchange_n(&is_running, false, __ATOMIC_RELAXED)) return;
    // Threads that are known go on in here; what the others do is not seen.
    core::config.off |= core::all_rules;
    char line[256];
    const int n = std::snprintf(line, sizeof line, "mapcheck: switched off: %s\n", why);
    if (n > 0) print(line, static_cast<std::size_t>(n) < sizeof line ? static_cast<std::size_t>(n) : sizeof line - 1);
}

} // namespace mapcheck::edges
