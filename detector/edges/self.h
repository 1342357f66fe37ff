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

/// The calling thread, registered if need be; null when it cannot be (then do nothing).
core::Thread* self();
/// Null when the calling thread is not registered.
core::Thread* self_if_known();

class Inside {
  public:
    Inside();
    ~Inside();
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;
    bool ok() const { return thread_ != nullptr; }
    core::Thread& thread() const { return *thread_; }

  private:
    core::Thread* thread_;
};

/// Short forms for the interposed calls: enter, do it, leave. errno is kept.
/// An edge that could not be told because the thread was inside already (a signal handler) forgives:
/// the thread's accesses so far accuse nobody, so that a lost edge is never a false report.
void told_release(core::Key key);          ///< before the program's operation
void told_acquire(core::Key key);          ///< after it
void told_forget(core::Key key);
/// After a lock was taken: order and lock set.
void told_locked(const volatile void* lock, LockKind kind, bool exclusive);
/// Before a lock is given back.
void told_unlocked(const volatile void* lock, LockKind kind);

} // namespace mapcheck::edges
