// The calling thread: the bridge from the program's calls to core::Thread&.
//
// Every entry from the program holds an Inside for its whole duration. It registers the thread on
// first use and keeps the runtime from entering itself (from its own calls, or from a signal handler
// that interrupts it): then ok() is false and the caller must do nothing but forward.
#pragma once

#include "core/order.h"
#include "core/thread.h"

namespace mapcheck::edges {

/// False before the runtime is set up, after it gave up, and in its own helper threads.
bool running();

/// Null when the calling thread is not registered.
inline core::Thread* self_if_known() { return static_cast<core::Thread*>(hot::MAPCHECK_ABI(tls).self); }
/// The calling thread is being registered: a signal handler that comes in between goes unwatched, or it would wait for
/// locks that its own thread holds.
class Registering {
  public:
    Registering();
    ~Registering();
    Registering(const Registering&) = delete;
    Registering& operator=(const Registering&) = delete;
};
/// The slow part of self().
MAPCHECK_COLD core::Thread* register_thread();
/// The calling thread has ended for us: it is not registered again.
void end_watching();
/// Control leaves a signal handler by a jump, and with it whatever the handler had interrupted.
void left_by_jump();
/// The calling thread, registered if need be; null when it cannot be (then do nothing).
inline core::Thread* self() {
    core::Thread* t = self_if_known();
    return MAPCHECK_LIKELY(t != nullptr) ? t : register_thread();
}

class Inside {
  public:
    MAPCHECK_INLINE Inside() : thread_(self()) {
        if (MAPCHECK_UNLIKELY(thread_ == nullptr)) return;
        if (MAPCHECK_UNLIKELY(thread_->inside != 0)) {
            thread_ = nullptr;
            return;
        }
        thread_->inside = 1;
        __atomic_signal_fence(__ATOMIC_SEQ_CST);
    }
    MAPCHECK_INLINE ~Inside() {
        if (MAPCHECK_UNLIKELY(thread_ == nullptr)) return;
        __atomic_signal_fence(__ATOMIC_SEQ_CST);
        thread_->inside = 0;
    }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;
    MAPCHECK_INLINE bool ok() const { return thread_ != nullptr; }
    MAPCHECK_INLINE core::Thread& thread() const { return *thread_; }

  private:
    core::Thread* thread_;
};

/// Short forms for the interposed calls: enter, do it, leave. errno is kept.
/// An edge that could not be told because the thread was inside already (a signal handler) forgives:
/// the thread's accesses so far accuse nobody, so that a lost edge is never a false report.
void told_release(core::Key key); ///< before the program's operation
void told_acquire(core::Key key); ///< after it
void told_forget(core::Key key);
/// After a lock was taken: order and lock set.
void told_locked(const volatile void* lock, LockKind kind, bool exclusive);
/// Before a lock is given back.
void told_unlocked(const volatile void* lock, LockKind kind);

} // namespace mapcheck::edges
