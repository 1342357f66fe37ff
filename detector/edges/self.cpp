#include "edges/self.h"

#include <pthread.h>
#include <sys/syscall.h>

#include "core/config.h"
#include "core/order_table.h"
#include "core/spin_lock.h"
#include "edges/interpose.h"
#include "edges/interpose_threads.h"
#include "edges/raw_system.h"
#include "edges/startup.h"

extern "C" {
MAPCHECK_EXPORT __thread mapcheck::hot::Tls
    mapcheck::hot::MAPCHECK_ABI(tls) MAPCHECK_TLS_MODEL = mapcheck::core::unregistered_tls;
}

namespace mapcheck::edges {
namespace {

using core::Thread;
using hot::MAPCHECK_ABI(tls);

__thread bool registering MAPCHECK_TLS_MODEL; // a handler may interrupt it
__thread bool ended MAPCHECK_TLS_MODEL;       // what still runs (late key destructors) has no joiner that knows it

} // namespace

Registering::Registering() { registering = true; }
Registering::~Registering() { registering = false; }

Thread* register_thread() {
    if (!running() || registering || ended) return nullptr;
    const Registering now;
    const KeepErrno keep;
    Thread* t = core::thread_start(nullptr, raw::call(SYS_gettid));
    if (t != nullptr) {
        core::thread_attach(*t, MAPCHECK_ABI(tls));
        bound_stack(*t);
        end_with_this_thread();
    } else {
        give_up_for_threads();
    }
    return t;
}

void end_watching() { ended = true; }

void left_by_jump() {
    Thread* t = self_if_known();
    if (t == nullptr) {
        if (registering) core::abandon_locks();
        registering = false;
        return;
    }
    t->in_handler = 0;
    if (t->inside == 0) return;
    core::abandon_locks();
    // What the interrupted call was to tell is lost.
    t->forgiven = core::now(*t);
    core::edge_lost();
    t->inside = 0;
}

namespace {

MAPCHECK_COLD bool is_kind_off(core::Key key) {
    using core::ObjectKind;
    using core::Switch;
    switch (static_cast<ObjectKind>(key >> 60)) {
    case ObjectKind::lock:
        return switched_off(Switch::edge_lock);
    case ObjectKind::readers:
        return switched_off(Switch::edge_readers);
    case ObjectKind::atomic:
        return switched_off(Switch::edge_atomic);
    case ObjectKind::semaphore:
        return switched_off(Switch::edge_semaphore);
    case ObjectKind::barrier:
        return switched_off(Switch::edge_barrier);
    case ObjectKind::once:
        return switched_off(Switch::edge_once);
    case ObjectKind::guard:
        return switched_off(Switch::edge_guard);
    case ObjectKind::futex:
        return switched_off(Switch::edge_futex);
    case ObjectKind::descriptor:
        return switched_off(Switch::edge_descriptor);
    case ObjectKind::signal:
        return switched_off(Switch::edge_signal);
    case ObjectKind::annotation:
        return switched_off(Switch::edge_annotation);
    case ObjectKind::other:
        return switched_off(Switch::edge_library);
    }
    return false;
}
MAPCHECK_INLINE bool is_off(core::Key key) { return MAPCHECK_UNLIKELY(core::config.off != 0) && is_kind_off(key); }

/// An edge was lost: a signal handler told of it while its thread was inside the runtime. The runtime's
/// own calls, which come here too (the unwinder's pthread_once, say), order nothing of the program's.
void forgive_lost_edge() {
    Thread* t = self_if_known();
    if (t == nullptr || t->in_handler == 0) return;
    t->forgiven = core::now(*t);
    core::edge_lost();
}

} // namespace

void told_release(core::Key key) {
    const Inside in;
    if (!in.ok()) return forgive_lost_edge();
    if (!is_off(key)) core::release(in.thread(), key);
}

void told_acquire(core::Key key) {
    const Inside in;
    if (!in.ok()) return forgive_lost_edge();
    if (!is_off(key)) core::acquire(in.thread(), key);
}

void told_forget(core::Key key) {
    const Inside in;
    if (in.ok()) core::forget(key);
}

void told_locked(const volatile void* lock, LockKind kind, bool exclusive) {
    const Inside in;
    if (!in.ok()) return forgive_lost_edge();
    core::lock_push(in.thread(), reinterpret_cast<std::uint64_t>(lock), kind, exclusive);
    const core::Key key = core::key_of(lock, core::ObjectKind::lock);
    if (!is_off(key)) core::acquire_soon(in.thread(), key);
    // Readers release into an object of their own, which only writers take up. A mutex has none.
    if (!exclusive || kind == LockKind::mutex || kind == LockKind::spin) return;
    const core::Key readers = core::key_of(lock, core::ObjectKind::readers);
    if (!is_off(readers)) core::acquire_soon(in.thread(), readers);
}

void told_unlocked(const volatile void* lock, LockKind) {
    const Inside in;
    if (!in.ok()) return forgive_lost_edge();
    const bool exclusive = core::lock_pop(in.thread(), reinterpret_cast<std::uint64_t>(lock));
    const core::Key key = core::key_of(lock, exclusive ? core::ObjectKind::lock : core::ObjectKind::readers);
    if (!is_off(key)) core::release_soon(in.thread(), key);
}

} // namespace mapcheck::edges
