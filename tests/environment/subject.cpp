// What check.py runs in surroundings of every kind. subject work: a correct program of two threads; the other words: one
// bug each, or something that is done to the process first. Prints its result as one line.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <thread>

#include <dlfcn.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>

#include "../programs/pages.h"
#include "plugin.h"

namespace {

std::mutex mutex;
mapcheck::map<int, int> orders;
mapcheck::unordered_map<std::string, int> totals;

void trade(int me) {
    for (int i = 0; i < 500; ++i) {
        const std::lock_guard lock(mutex);
        orders[me * 1000 + i] = i;
        totals["trader " + std::to_string(i % 50)] += i;
        if (i % 3 == 0) orders.erase(orders.begin());
        int seen = 0;
        for (auto it = orders.begin(); it != orders.end() && seen < 20; ++it) ++seen;
        for (const auto& [name, total] : totals) seen += total >= 0;
        mapcheck::map<int, int> own;
        for (int k = 0; k < 5; ++k) own[k] = seen;
    }
}

int work() {
    std::thread one(trade, 1);
    std::thread two(trade, 2);
    one.join();
    two.join();
    long sum = 0;
    for (const auto& [name, total] : totals) sum += total;
    std::printf("sum %ld, %zu orders\n", sum, orders.size());
    std::fflush(stdout);
    return 0;
}

__attribute__((noinline)) int use_after_erase() {
    orders[1] = 1;
    orders[2] = 2;
    const auto kept = orders.find(1);
    orders.erase(1);
    return kept == orders.end() ? 0 : (*kept).first;
}

int bug() {
    const bool used = use_after_erase() != 0;
    std::puts(used ? "done" : "done, too");
    return 0;
}

int fault() {
    mapcheck::map<int, int, std::less<int>, Pages<std::pair<const int, int>>> map;
    for (int i = 0; i < 10; ++i) map[i] = i;
    for (auto it = map.begin(); it != map.end(); ++it)
        if (it->first == 5) map.erase(it);
    return 0;
}

/// The same between two threads, at full speed.
int race() {
    static mapcheck::map<int, int, std::less<int>, Pages<std::pair<const int, int>>> map;
    for (int i = 0; i < 100; ++i) map[i] = i;
    std::atomic<bool> stop{false};
    std::thread writer([&] {
        for (int round = 0; round < 10'000; ++round) {
            map.erase(round % 100);
            map[round % 100] = round;
        }
        stop.store(true, std::memory_order_relaxed);
    });
    long sum = 0;
    while (!stop.load(std::memory_order_relaxed))
        for (auto it = map.begin(); it != map.end(); ++it) sum += it->second;
    writer.join();
    return sum == -1 ? 1 : 0;
}

/// From here on whatever a program in a strict sandbox does not need kills it.
int sandbox() {
    const auto allow = [](unsigned number) { return sock_filter{BPF_JMP | BPF_JEQ | BPF_K, 0, 1, number}; };
    const sock_filter yes = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        allow(SYS_read),
        yes,
        allow(SYS_write),
        yes,
        allow(SYS_futex),
        yes,
        allow(SYS_exit),
        yes,
        allow(SYS_exit_group),
        yes,
        allow(SYS_mmap),
        yes,
        allow(SYS_munmap),
        yes,
        allow(SYS_madvise),
        yes,
        allow(SYS_mprotect),
        yes,
        allow(SYS_brk),
        yes,
        // What the runtime asks: who a new thread is, and at the end whose summary it is.
        allow(SYS_gettid),
        yes,
        allow(SYS_getpid),
        yes,
        // What glibc needs to make threads and to end them.
        allow(SYS_clone3),
        yes,
        allow(SYS_clone),
        yes,
        allow(SYS_rt_sigprocmask),
        yes,
        allow(SYS_set_robust_list),
        yes,
        allow(SYS_rseq),
        yes,
        allow(SYS_rt_sigaction),
        yes,
        allow(SYS_rt_sigreturn),
        yes,
        // What stdio asks of a file before its first line.
        allow(SYS_newfstatat),
        yes,
        allow(SYS_fstat),
        yes,
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    };
    sock_fprog program = {sizeof rules / sizeof rules[0], rules};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
        std::puts("no seccomp");
        return 0;
    }
    return work();
}

int in_empty_root(const char* root) {
    if (chroot(root) != 0 || chdir("/") != 0) return 9;
    return bug();
}

/// The element is erased by code that is no longer there when the iterator is used.
int unloaded(const char* path) {
    orders[1] = 1;
    orders[2] = 2;
    auto kept = orders.find(1);
    void* const plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (plugin == nullptr) return 9;
    const auto erase = reinterpret_cast<plugin_erase_function*>(dlsym(plugin, "plugin_erase"));
    if (erase == nullptr || erase(orders, 1) != 1 || dlclose(plugin) != 0) return 9;
    if (dlopen(path, RTLD_NOW | RTLD_NOLOAD) != nullptr) return 8;
    std::puts((*kept).first == 1 ? "done" : "done, too");
    return 0;
}

} // namespace

int main(int arguments, char** argument) {
    const std::string what = arguments > 1 ? argument[1] : "";
    if (what == "work") return work();
    if (what == "bug") return bug();
    if (what == "fault") return fault();
    if (what == "race") return race();
    if (what == "sandbox") return sandbox();
    if (what == "chroot" && arguments > 2) return in_empty_root(argument[2]);
    if (what == "unloaded" && arguments > 2) return unloaded(argument[2]);
    return 2;
}
