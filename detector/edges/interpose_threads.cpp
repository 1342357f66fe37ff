#include "edges/interpose_threads.h"

#include <cerrno>
#include <climits>
#include <csignal>
#include <pthread.h>
#include <threads.h>

#include "core/config.h"
#include "core/stack.h"
#include "core/task.h"
#include "core/thread.h"
#include "edges/atomics.h"
#include "edges/interpose.h"
#include "edges/interpose_births.h"
#include "edges/modules.h"
#include "edges/raw_system.h"
#include "edges/startup.h"

namespace mapcheck::edges {

using hot::MAPCHECK_ABI(tls);

MAPCHECK_REAL(int, pthread_sigmask, (int how, const sigset_t* set, sigset_t* old) noexcept)

namespace {

// ---- the end of a thread

pthread_key_t end_key;
bool end_key_made;

/// Set in threads that we were seen to start.
__thread BirthRecord* own_record MAPCHECK_TLS_MODEL;

/// The thread is over: nothing of the program runs in it any more, or so it seems (see end_round).
void end_self() {
    // A handler that came from now on would find a Thread that belongs to nobody, or to another thread, and what it told
    // would be lost: other threads take the process's signals, as they do a moment later anyway.
    sigset_t all;
    sigfillset(&all);
    real_pthread_sigmask(SIG_SETMASK, &all, nullptr);
    core::Thread* t = self_if_known();
    if (own_record != nullptr) {
        // Before thread_exit, which takes the next clock. A thread that was never watched leaves its
        // creator's clock, which the record has still.
        if (t != nullptr) own_record->birth.clock = t->clock;
        birth_drop(*own_record, Holder::thread);
        own_record = nullptr;
    }
    if (t != nullptr) core::thread_exit(*t);
    end_watching();
    sync_cache_clear(); // the Thread may be another's soon
}

/// The key's destructor. The C library calls destructors in PTHREAD_DESTRUCTOR_ITERATIONS rounds while
/// there are values left; the program's own, which may still use maps, run in the first. So the value
/// is the number of the round, and the thread ends in the last. thread_local destructors are past.
void end_round(void* value) {
    const auto round = reinterpret_cast<std::uintptr_t>(value);
    if (round < PTHREAD_DESTRUCTOR_ITERATIONS && pthread_setspecific(end_key, reinterpret_cast<void*>(round + 1)) == 0)
        return;
    end_self();
}

__attribute__((constructor(102))) void make_end_key() {
    end_key_made = pthread_key_create(&end_key, end_round) == 0;
    if (self_if_known() != nullptr) end_with_this_thread();
}

// ---- its beginning

/// The stack that these attributes ask for: its size, and where it begins if the program brings it.
void learn_stack(BirthRecord& record, const pthread_attr_t* attributes) {
    pthread_attr_t usual;
    if (attributes == nullptr && pthread_attr_init(&usual) != 0) return;
    void* low = nullptr;
    std::size_t size = 0;
    if (pthread_attr_getstack(attributes != nullptr ? attributes : &usual, &low, &size) == 0 &&
        reinterpret_cast<std::uintptr_t>(low) + size != 0) // where none is given, it ends at address 0
        record.stack_low = reinterpret_cast<std::uintptr_t>(low);
    if (size == 0) pthread_attr_getstacksize(attributes != nullptr ? attributes : &usual, &size);
    record.stack_size = size;
    if (attributes == nullptr) pthread_attr_destroy(&usual);
}

/// The bounds between which the thread's frames lie. Nothing may be asked of the C library here that
/// allocates (pthread_getattr_np does): a sanitizer's allocator does not know this thread yet. The
/// thread's own words lie above the outermost frame; a quarter of the stack is room enough for them,
/// and frames below the other three are left to the unwinder.
void bound_stack(core::Thread& t, const BirthRecord& record, const void* outermost_frame) {
    t.stacks.high = reinterpret_cast<std::uintptr_t>(outermost_frame);
    t.stacks.low = record.stack_low != 0 ? record.stack_low : t.stacks.high - record.stack_size / 4 * 3;
}

void begin_self(BirthRecord& record, const void* outermost_frame) {
    const Registering now;
    own_record = &record;
    birth_list(record, pthread_self());
    core::Thread* t = core::thread_start(&record.birth, raw::thread_id());
    if (t != nullptr) {
        bound_stack(*t, record, outermost_frame);
        core::thread_attach(*t, MAPCHECK_ABI(tls));
    } else {
        give_up_for_threads();
    }
    end_with_this_thread();
}

/// The first function of a new thread, in place of the program's. Its frame is the outermost that a
/// kept stack shows. Exceptions, pthread_exit and cancellation pass through it.
template <class Result>
Result run_thread(void* given) {
    auto& record = *static_cast<BirthRecord*>(given);
    auto* function = reinterpret_cast<Result (*)(void*)>(record.function);
    void* argument = record.argument;
    begin_self(record, __builtin_frame_address(0));
    const Result result = function(argument);
    hot::not_a_tail_call(); // or the program's function would lie where the stack is said to end
    return result;
}

/// What is known of the creation. Null: the thread is made without us, and will be one that nobody was
/// seen to create.
BirthRecord* prepare(void* function, void* argument, const pthread_attr_t* attributes, const void* caller,
                     const void* frame) {
    if (!running()) return nullptr;
    const KeepErrno keep;
    const Inside in;
    if (!in.ok()) return nullptr;
    BirthRecord* record = birth_begin();
    if (record == nullptr) return nullptr;
    record->function = function;
    record->argument = argument;
    learn_stack(*record, attributes);
    // Between std::thread's constructor and here lies a library without frame pointers: a walk would
    // miss the very frame that made the thread. A cache without bounds leaves it to the unwinder.
    core::StackCache unwound{};
    unwound.budget = 1;
    core::thread_prepare(in.thread(), record->birth, reinterpret_cast<std::uintptr_t>(caller),
                         core::stack_capture(unwound, frame));
    record->birth.of_unseen_module = module_of_unseen_synchronisation(caller);
    return record;
}

void created(BirthRecord& record, bool success, bool detached, std::uintptr_t handle) {
    if (!success) {
        birth_drop(record, Holder::thread);
        birth_drop(record, Holder::owner);
    } else if (detached) {
        birth_drop(record, Holder::owner);
    } else {
        birth_list(record, handle);
    }
    birth_drop(record, Holder::creator);
}

bool asks_for_detached(const pthread_attr_t* attributes) {
    int state = PTHREAD_CREATE_JOINABLE;
    return attributes != nullptr && pthread_attr_getdetachstate(attributes, &state) == 0 &&
           state == PTHREAD_CREATE_DETACHED;
}

/// A join: the record is looked up before, when the handle still means the thread.
class Joining {
  public:
    explicit Joining(std::uintptr_t handle) : record_(running() ? birth_find(handle) : nullptr) {}
    /// success: the thread has ended, and this call was the one that joined it.
    void returns(bool success) const {
        if (!success) return;
        const KeepErrno keep;
        const Inside in;
        if (in.ok()) {
            if (record_ != nullptr)
                core::thread_join(in.thread(), record_->birth.clock);
            else if (!core::switched_off(core::Switch::edge_join))
                core::acquire_everything(in.thread());
        }
        if (record_ != nullptr) birth_drop(*record_, Holder::owner);
    }

  private:
    BirthRecord* record_;
};

template <class Call>
MAPCHECK_INLINE int joining(std::uintptr_t handle, const Call& call) {
    const Joining join(handle);
    const int error = call();
    join.returns(error == 0);
    return error;
}

} // namespace

void end_with_this_thread() {
    if (end_key_made && pthread_getspecific(end_key) == nullptr)
        pthread_setspecific(end_key, reinterpret_cast<void*>(std::uintptr_t{1}));
}

MAPCHECK_INTERPOSE(int, pthread_create,
                   (pthread_t * handle, const pthread_attr_t* attributes, void* (*function)(void*),
                    void* argument) noexcept) {
    BirthRecord* record = prepare(reinterpret_cast<void*>(function), argument, attributes, __builtin_return_address(0),
                                  __builtin_frame_address(0));
    if (record == nullptr) return real_pthread_create(handle, attributes, function, argument);
    const bool detached = asks_for_detached(attributes);
    const int error = real_pthread_create(handle, attributes, run_thread<void*>, record);
    created(*record, error == 0, detached, error == 0 && !detached ? *handle : 0);
    return error;
}
MAPCHECK_INTERPOSE(int, thrd_create, (thrd_t * handle, thrd_start_t function, void* argument)) {
    BirthRecord* record = prepare(reinterpret_cast<void*>(function), argument, nullptr, __builtin_return_address(0),
                                  __builtin_frame_address(0));
    if (record == nullptr) return real_thrd_create(handle, function, argument);
    const int error = real_thrd_create(handle, run_thread<int>, record);
    created(*record, error == thrd_success, false, error == thrd_success ? *handle : 0);
    return error;
}

MAPCHECK_INTERPOSE(int, pthread_join, (pthread_t handle, void** result)) {
    return joining(handle, [&] { return real_pthread_join(handle, result); });
}
MAPCHECK_INTERPOSE(int, pthread_tryjoin_np, (pthread_t handle, void** result) noexcept) {
    return joining(handle, [&] { return real_pthread_tryjoin_np(handle, result); });
}
MAPCHECK_INTERPOSE(int, pthread_timedjoin_np, (pthread_t handle, void** result, const timespec* until)) {
    return joining(handle, [&] { return real_pthread_timedjoin_np(handle, result, until); });
}
MAPCHECK_INTERPOSE(int, pthread_clockjoin_np,
                   (pthread_t handle, void** result, clockid_t clock, const timespec* until)) {
    return joining(handle, [&] { return real_pthread_clockjoin_np(handle, result, clock, until); });
}
MAPCHECK_INTERPOSE(int, thrd_join, (thrd_t handle, int* result)) {
    return joining(handle, [&] { return real_thrd_join(handle, result); });
}

MAPCHECK_INTERPOSE(int, pthread_detach, (pthread_t handle) noexcept) {
    birth_detach(handle);
    return real_pthread_detach(handle);
}
MAPCHECK_INTERPOSE(int, thrd_detach, (thrd_t handle)) {
    birth_detach(handle);
    return real_thrd_detach(handle);
}

MAPCHECK_INTERPOSE(int, pthread_setname_np, (pthread_t handle, const char* name) noexcept) {
    const int error = real_pthread_setname_np(handle, name);
    if (error != 0) return error;
    const Inside in;
    if (!in.ok()) return error;
    const std::uint32_t task = pthread_equal(handle, pthread_self()) != 0 ? in.thread().task : birth_task(handle);
    core::task_set_name(task, name);
    return error;
}

} // namespace mapcheck::edges
