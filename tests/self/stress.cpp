// The core driven by many real threads at once, each with its own core::Thread, without interposition and without
// containers: what TSan sees here are the runtime's own accesses. Parts:
//   locked    maps behind locks that the core is told of: nothing may be found
//   atomics   hand-over of maps by one atomic, tens of thousands of synchronisation objects, evictions: nothing found
//   births    threads, tasks, maps and names that come and go: nothing found
//   unlocked  the same maps without locks: findings, whole ones
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <thread>
#include <vector>

#include <mapcheck/finding.h>
#include <mapcheck/hot.h>

#include "core/access.h"
#include "core/accuse.h"
#include "core/config.h"
#include "core/lock_set.h"
#include "core/order.h"
#include "core/slot.h"
#include "core/task.h"
#include "core/thread.h"
#include "core/write_end.h"

namespace core = mapcheck::core;
namespace hot = mapcheck::hot;

namespace {

constexpr std::uint32_t changed = hot::MAPCHECK_ABI(changed);
constexpr std::uint32_t erased = hot::MAPCHECK_ABI(erased);
constexpr std::uint32_t cleared = hot::MAPCHECK_ABI(cleared);
constexpr hot::MapType type{MAPCHECK_ABI_VERSION, 0, "std::map<int, int>"};

std::atomic<std::size_t> findings;

void check(bool claim, const char* text) {
    if (claim) return;
    std::fprintf(stderr, "stress: not so: %s\n", text);
    std::abort();
}

void take_finding(const mapcheck::Finding& f) {
    check(f.magic == mapcheck::finding_magic && f.version == mapcheck::finding_version, "a finding has its magic");
    check(f.kind < mapcheck::Kind::count_ && f.sides >= 1 && f.sides <= 3, "a finding is whole");
    check(f.map.type != nullptr && f.side[0].task != 0, "a finding names its map and its task");
    findings.fetch_add(1, std::memory_order_relaxed);
}

core::Site here(std::uint64_t pc) { return {pc, nullptr}; }

// A container without elements of its own: the handle, and node addresses that nothing is stored at.
struct Map {
    std::uint32_t handle = 0;
    std::uint64_t size = 0;

    void* node(std::uint32_t i) const {
        return reinterpret_cast<void*>(reinterpret_cast<std::uintptr_t>(this) * 64 + std::uintptr_t{i} * 64);
    }
    void read(core::Thread& t, hot::Op op) {
        const hot::Word word = core::read_begin(t, &handle, this, this, &type, op, here(0x1000));
        core::read_end(t, __atomic_load_n(&handle, __ATOMIC_RELAXED), word, op, here(0x1000));
    }
    void write(core::Thread& t, hot::Op op, std::uint32_t what, std::uint32_t element) {
        what |= static_cast<std::uint32_t>(op);
        const hot::Word before = core::write_begin(t, &handle, this, this, &type, what, here(0x2000));
        hot::Slot* slot = hot::slot_at(__atomic_load_n(&handle, __ATOMIC_RELAXED));
        core::write_end(t, *slot, before, what, (what & erased) != 0 ? node(element) : nullptr, 1, here(0x2000));
    }
    void use(core::Thread& t, std::uint32_t i) {
        switch (i % 5) {
        case 0:
            write(t, hot::Op::insert, changed, i);
            break;
        case 1:
            write(t, hot::Op::erase, changed | erased, i);
            break;
        case 2:
            read(t, hot::Op::begin);
            break;
        case 3:
            write(t, hot::Op::insert, 0, i);
            break;
        default:
            read(t, hot::Op::find);
        }
    }
    void die(core::Thread& t) {
        if (handle == 0) return;
        write(t, hot::Op::clear, changed | cleared, 0);
        core::slot_give_back(*hot::slot_at(handle));
        handle = 0;
    }
};

// A lock as an interposed one: the core is told after it was taken and before it is given back.
struct Lock {
    std::mutex real;

    void take(core::Thread& t) {
        real.lock();
        core::acquire(t, core::key_of(&real, core::ObjectKind::lock));
        core::lock_push(t, reinterpret_cast<std::uint64_t>(&real), mapcheck::LockKind::mutex, true);
    }
    void give(core::Thread& t) {
        core::lock_pop(t, reinterpret_cast<std::uint64_t>(&real));
        core::release(t, core::key_of(&real, core::ObjectKind::lock));
        real.unlock();
    }
};

core::Thread* main_thread;

// Runs body(core::Thread&, number) in so many threads that the core sees created and joined.
template <class Body>
void in_threads(std::uint32_t count, Body body) {
    std::vector<core::Birth> births(count);
    std::vector<core::VectorClock> ends(count);
    std::vector<std::thread> threads;
    for (std::uint32_t i = 0; i < count; ++i) {
        core::thread_prepare(*main_thread, births[i], 0x3000, 0);
        threads.emplace_back([&, i] {
            core::Thread* t = core::thread_start(&births[i], 1000 + i);
            check(t != nullptr, "a thread starts");
            body(*t, i);
            core::thread_exit(*t);
            ends[i] = t->clock;
        });
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        threads[i].join();
        core::thread_join(*main_thread, ends[i]);
    }
}

void locked() {
    constexpr std::uint32_t locks = 16;
    static Lock lock[locks];
    static Map map[locks][4];
    in_threads(8, [&](core::Thread& t, std::uint32_t number) {
        std::uint32_t random = number * 7919 + 1;
        for (std::uint32_t i = 0; i < 20000; ++i) {
            random = random * 1664525 + 1013904223;
            const std::uint32_t l = random >> 16 & (locks - 1);
            lock[l].take(t);
            for (std::uint32_t k = 0; k < 3; ++k) map[l][random >> 8 & 3].use(t, (random >> 20) + k);
            lock[l].give(t);
        }
    });
    for (auto& group : map)
        for (Map& m : group) m.die(*main_thread);
    check(findings == 0, "maps behind their locks are silent");
}

void atomics() {
    // Each ring of two threads passes one map back and forth by an atomic, and touches many objects besides, so
    // that the table overflows again and again.
    constexpr std::uint32_t pairs = 4;
    static Map map[pairs];
    static std::atomic<std::uint32_t> turn[pairs];
    static char objects[40000];
    in_threads(2 * pairs, [&](core::Thread& t, std::uint32_t number) {
        const std::uint32_t p = number / 2;
        const auto key = core::key_of(&turn[p], core::ObjectKind::atomic);
        for (std::uint32_t i = 0; i < 1500; ++i) {
            while ((turn[p].load(std::memory_order_acquire) & 1) != number % 2) std::this_thread::yield();
            core::acquire(t, key);
            for (std::uint32_t k = 0; k < 5; ++k) map[p].use(t, k);
            core::release(t, key);
            turn[p].fetch_add(1, std::memory_order_release);
            for (std::uint32_t k = 0; k < 10; ++k) {
                const auto other =
                    core::key_of(&objects[(number * 4999 + i * 10 + k) % sizeof objects], core::ObjectKind::atomic);
                core::release(t, other);
                core::acquire(t, other);
                if (k % 3 == 0) core::forget(other);
            }
            if (i % 64 == 0) core::release_fence(t);
            if (i % 64 == 32) core::acquire_fence(t);
        }
    });
    check(findings == 0, "maps handed over by an atomic are silent");
    check(core::counters.objects_folded > 0, "the table of objects did overflow");
}

void births() {
    for (int round = 0; round < 40; ++round) {
        static Map shared;
        static Lock lock;
        in_threads(6, [&](core::Thread& t, std::uint32_t number) {
            char name[16];
            std::snprintf(name, sizeof name, "worker %u", number);
            core::task_set_name(t.task, name);
            const std::uint32_t inner = core::task_create(t.task, 0x4000, 0);
            check(core::task_find(inner) != nullptr, "a task that was just made is known");
            for (std::uint32_t i = 0; i < 200; ++i) {
                Map own;
                for (std::uint32_t k = 0; k < 5; ++k) own.use(t, k);
                own.die(t);
            }
            lock.take(t);
            shared.use(t, number);
            lock.give(t);
        });
        shared.read(*main_thread, hot::Op::begin);
        shared.die(*main_thread);
    }
    check(findings == 0, "what comes and goes in order is silent");
}

void unlocked() {
    static Map map[4];
    in_threads(8, [&](core::Thread& t, std::uint32_t number) {
        std::uint32_t random = number * 7919 + 1;
        for (std::uint32_t i = 0; i < 4000; ++i) {
            random = random * 1664525 + 1013904223;
            map[random >> 24 & 3].use(t, random >> 16);
        }
    });
    check(findings > 0, "maps without locks are found");
    check(core::findings_made() == findings, "every finding was handed over");
}

} // namespace

int main(int count, char** arguments) {
    check(core::slots_start(), "the slots are there");
    core::set_finding_handler(take_finding);
    main_thread = core::thread_start(nullptr, 1);
    check(main_thread != nullptr, "the first thread starts");
    const char* part = count > 1 ? arguments[1] : "";
    if (std::strcmp(part, "locked") == 0)
        locked();
    else if (std::strcmp(part, "atomics") == 0)
        atomics();
    else if (std::strcmp(part, "births") == 0)
        births();
    else if (std::strcmp(part, "unlocked") == 0)
        unlocked();
    else {
        std::fprintf(stderr, "usage: mapcheck_self_stress locked|atomics|births|unlocked\n");
        return 2;
    }
    std::printf("%s: %zu findings, %u threads, %u tasks\n", part, findings.load(), core::threads_seen(),
                core::task_count());
}
