// oneTBB at its boundary. Most of it is templates, compiled into the user's modules, whose atomics are
// seen: splitting, joining, the counts that a waiter waits for, its mutexes and containers. What is
// not seen is the way of a task from the thread that spawned it to the one that runs it, and the end of a
// wait: both lie in libtbb.
//
// A spawned task is given to libtbb inside a proxy of ours, which acquires what its spawner released and
// then runs it: one object for each task, no more order than there is. The layout of a task and the
// mangled names are oneTBB's ABI since 2021 (libtbb.so.12). Pipelines: interpose_tbb_pipeline.cpp.
#include "edges/interpose_tbb.h"

#include <cstdint>
#include <new>

#include "core/config.h"
#include "edges/modules.h"

namespace mapcheck::edges {

// Not in the unnamed namespace: gcc would think that it knows all classes that derive from these.
namespace tbb_abi {

/// As tbb::detail::d1::task: two virtual functions behind a virtual destructor, 64 bytes.
class alignas(64) Task {
  protected:
    virtual ~Task() = default; // the first in the table

  public:
    virtual Task* execute(void* execution_data) = 0;
    virtual Task* cancel(void* execution_data) = 0;
    std::uint64_t traits = 0;
    std::uint64_t reserved[6] = {};
};
static_assert(sizeof(Task) == 64);

/// As tbb::detail::d1::delegate_base: a function that an arena may run in another thread while the caller waits.
class Delegate {
  public:
    virtual bool operator()() const = 0;
    virtual ~Delegate() = default;
};
} // namespace tbb_abi

namespace {

using tbb_abi::Delegate;
using tbb_abi::Task;

/// Proxies lie in one array; the free ones are linked by their numbers. Its head carries a count of changes beside the
/// number, so that a proxy that was taken and given back meanwhile is noticed.
constexpr std::uint32_t max_proxies = 1U << 16;
struct Room;
extern Room room_of[];
std::uint64_t free_rooms;      // changes << 32 | number + 1 of the first free one, 0: none
std::uint32_t rooms_ever_used; // those beyond were never taken

void give_back(std::uint32_t number);

class Proxy final : public Task {
  public:
    explicit Proxy(Task* task, std::uint32_t number) : task_(task), number_(number) { traits = task->traits; }
    core::Key key() const { return key_of(this, ObjectKind::other); }
    Task* execute(void* data) override {
        told_acquire(key());
        Task* next = task_->execute(data);
        done();
        return next;
    }
    /// In place of execute, or after one that threw: until then libtbb has the proxy still.
    Task* cancel(void* data) override {
        told_acquire(key());
        Task* next = task_->cancel(data);
        done();
        return next;
    }

  private:
    void done() {
        told_forget(key());
        give_back(number_);
    }
    Task* task_;
    std::uint32_t number_;
};

struct alignas(64) Room {
    union {
        std::uint32_t next; ///< number + 1
        unsigned char bytes[sizeof(Proxy)];
    };
};
Room room_of[max_proxies];

void give_back(std::uint32_t number) {
    std::uint64_t head = __atomic_load_n(&free_rooms, __ATOMIC_RELAXED);
    std::uint64_t next;
    do {
        __atomic_store_n(&room_of[number].next, static_cast<std::uint32_t>(head), __ATOMIC_RELAXED);
        next = ((head >> 32) + 1) << 32 | (number + 1);
    } while (!__atomic_compare_exchange_n(&free_rooms, &head, next, true, __ATOMIC_RELEASE, __ATOMIC_RELAXED));
}

bool take(std::uint32_t& number) {
    std::uint64_t head = __atomic_load_n(&free_rooms, __ATOMIC_ACQUIRE);
    while (static_cast<std::uint32_t>(head) != 0) {
        number = static_cast<std::uint32_t>(head) - 1;
        const std::uint32_t rest = __atomic_load_n(&room_of[number].next, __ATOMIC_RELAXED);
        const std::uint64_t next = ((head >> 32) + 1) << 32 | rest;
        if (__atomic_compare_exchange_n(&free_rooms, &head, next, true, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE))
            return true;
    }
    if (__atomic_load_n(&rooms_ever_used, __ATOMIC_RELAXED) >= max_proxies) return false;
    number = __atomic_fetch_add(&rooms_ever_used, 1, __ATOMIC_RELAXED);
    return number < max_proxies;
}

/// The task to be handed on in this one's place. More than 65,536 at once: its order is not known any more.
Task& sent(Task& task, RealName& by) {
    std::uint32_t number;
    if (!running()) return task;
    if (!take(number)) {
        synchronises_by_itself_after_all(by);
        return task;
    }
    auto* proxy = new (room_of[number].bytes) Proxy(&task, number);
    told_release(proxy->key());
    return *proxy;
}

/// The count that a wait waits for, in wait_context; what decrements it is compiled into the user's modules.
core::Key count_of(void* wait_context) { return key_of(static_cast<char*>(wait_context) + 8, ObjectKind::atomic); }

struct Waits {
    void* wait_context;
    ~Waits() { told_acquire(count_of(wait_context)); } ///< by an exception of a task's, too
};

class DelegateProxy final : public Delegate {
  public:
    explicit DelegateProxy(const Delegate& delegate) : delegate_(delegate) { told_release(begin()); }
    ~DelegateProxy() override {
        told_acquire(end());
        told_forget(begin());
        told_forget(end());
    }
    bool operator()() const override {
        told_acquire(begin());
        const Ends ends{*this};
        return delegate_();
    }

  private:
    struct Ends { ///< by an exception, too
        const DelegateProxy& proxy;
        ~Ends() { told_release(proxy.end()); }
    };
    core::Key begin() const { return key_of(this, ObjectKind::other); }
    core::Key end() const { return key_of(&delegate_, ObjectKind::other); }
    const Delegate& delegate_;
};

} // namespace

// NOLINTBEGIN(readability-identifier-naming, bugprone-reserved-identifier)

// spawn(task&, task_group_context&), and with a slot
MAPCHECK_TBB(void, _ZN3tbb6detail2r15spawnERNS0_2d14taskERNS2_18task_group_contextE, (Task & task, void* context)) {
    auto& real = real__ZN3tbb6detail2r15spawnERNS0_2d14taskERNS2_18task_group_contextE;
    real(sent(task, real), context);
}
MAPCHECK_TBB(void, _ZN3tbb6detail2r15spawnERNS0_2d14taskERNS2_18task_group_contextEt,
             (Task & task, void* context, unsigned short slot)) {
    auto& real = real__ZN3tbb6detail2r15spawnERNS0_2d14taskERNS2_18task_group_contextEt;
    real(sent(task, real), context, slot);
}
// submit(task&, task_group_context&, arena*, unsigned long)
MAPCHECK_TBB(void, _ZN3tbb6detail2r16submitERNS0_2d14taskERNS2_18task_group_contextEPNS1_5arenaEm,
             (Task & task, void* context, void* arena, unsigned long as_critical)) {
    auto& real = real__ZN3tbb6detail2r16submitERNS0_2d14taskERNS2_18task_group_contextEPNS1_5arenaEm;
    real(sent(task, real), context, arena, as_critical);
}
// enqueue(task&, task_arena_base*), and with a task_group_context
MAPCHECK_TBB(void, _ZN3tbb6detail2r17enqueueERNS0_2d14taskEPNS2_15task_arena_baseE, (Task & task, void* arena)) {
    auto& real = real__ZN3tbb6detail2r17enqueueERNS0_2d14taskEPNS2_15task_arena_baseE;
    real(sent(task, real), arena);
}
MAPCHECK_TBB(void, _ZN3tbb6detail2r17enqueueERNS0_2d14taskERNS2_18task_group_contextEPNS2_15task_arena_baseE,
             (Task & task, void* context, void* arena)) {
    auto& real = real__ZN3tbb6detail2r17enqueueERNS0_2d14taskERNS2_18task_group_contextEPNS2_15task_arena_baseE;
    real(sent(task, real), context, arena);
}
// execute_and_wait(task&, task_group_context&, wait_context&, task_group_context&)
MAPCHECK_TBB(void, _ZN3tbb6detail2r116execute_and_waitERNS0_2d14taskERNS2_18task_group_contextERNS2_12wait_contextES6_,
             (Task & task, void* context, void* wait, void* wait_group)) {
    const Waits waits{wait};
    real__ZN3tbb6detail2r116execute_and_waitERNS0_2d14taskERNS2_18task_group_contextERNS2_12wait_contextES6_(
        task, context, wait, wait_group);
}
// wait(wait_context&, task_group_context&)
MAPCHECK_TBB(void, _ZN3tbb6detail2r14waitERNS0_2d112wait_contextERNS2_18task_group_contextE,
             (void* wait, void* group)) {
    const Waits waits{wait};
    real__ZN3tbb6detail2r14waitERNS0_2d112wait_contextERNS2_18task_group_contextE(wait, group);
}
// execute(task_arena_base&, delegate_base&)
MAPCHECK_TBB(void, _ZN3tbb6detail2r17executeERNS0_2d115task_arena_baseERNS2_13delegate_baseE,
             (void* arena, Delegate& delegate)) {
    DelegateProxy proxy(delegate);
    real__ZN3tbb6detail2r17executeERNS0_2d115task_arena_baseERNS2_13delegate_baseE(arena, proxy);
}

// A task that is suspended goes on in another thread: seen in part from then on.
// suspend(void (*)(void*, suspend_point_type*), void*)
MAPCHECK_TBB(void, _ZN3tbb6detail2r17suspendEPFvPvPNS1_18suspend_point_typeEES2_, (void* callback, void* data)) {
    auto& real = real__ZN3tbb6detail2r17suspendEPFvPvPNS1_18suspend_point_typeEES2_;
    synchronises_by_itself_after_all(real);
    real(callback, data);
}
// NOLINTEND(readability-identifier-naming, bugprone-reserved-identifier)

} // namespace mapcheck::edges
