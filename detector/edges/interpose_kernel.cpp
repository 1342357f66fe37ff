// Synchronisation that the kernel offers by number: futexes and signals through syscall(), barriers of
// memory, queues of messages, semaphores of System V, locks of whole files.
#include <cerrno>
#include <cstdarg>
#include <ctime>
#include <linux/futex.h>
#include <mqueue.h>
#include <sys/file.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/config.h"
#include "core/order.h"
#include "edges/interpose.h"
#include "edges/interpose_descriptors.h"

namespace mapcheck::edges {
namespace {

using Kind = Descriptor::Kind;

// ---- syscall()

core::Key futex_at(long address) { return key_of(static_cast<std::uint64_t>(address), ObjectKind::futex); }

int futex_command(const long* argument) { return static_cast<int>(argument[1]) & FUTEX_CMD_MASK; }

bool has_second_address(int command) {
    return command == FUTEX_WAKE_OP || command == FUTEX_REQUEUE || command == FUTEX_CMP_REQUEUE ||
           command == FUTEX_CMP_REQUEUE_PI;
}

bool wakes(int command) {
    switch (command) {
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
    case FUTEX_WAKE_OP:
    case FUTEX_REQUEUE:
    case FUTEX_CMP_REQUEUE:
    case FUTEX_CMP_REQUEUE_PI:
    case FUTEX_UNLOCK_PI:
        return true;
    default:
        return false;
    }
}

bool waits(int command) {
    switch (command) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET:
    case FUTEX_WAIT_REQUEUE_PI:
    case FUTEX_LOCK_PI:
    case FUTEX_TRYLOCK_PI:
        return true;
    default:
        return false;
    }
}

/// The barrier runs in every thread of the process: a fence of both kinds here.
void fence_everywhere() {
    const Inside in;
    if (!in.ok() || core::switched_off(core::Switch::edge_fence)) return;
    core::release_fence(in.thread());
    core::acquire_fence(in.thread());
}

void before_call(long number, const long* argument) {
    int signal = 0;
    switch (number) {
    case SYS_futex:
        if (wakes(futex_command(argument))) told_release(futex_at(argument[0]));
        if (has_second_address(futex_command(argument))) told_release(futex_at(argument[4]));
        return;
    case SYS_membarrier:
        fence_everywhere();
        return;
    case SYS_kill:
    case SYS_tkill:
    case SYS_rt_sigqueueinfo:
        signal = static_cast<int>(argument[1]);
        break;
    case SYS_tgkill:
    case SYS_rt_tgsigqueueinfo:
        signal = static_cast<int>(argument[2]);
        break;
    case SYS_close:
        descriptor_changed(static_cast<int>(argument[0]));
        return;
    default:
        return;
    }
    if (signal > 0) told_release(key_of(static_cast<std::uint64_t>(signal), ObjectKind::signal));
}

void after_call(long number, const long* argument) {
    // Whatever came of the wait: the value may have been changed before it began.
    if (number == SYS_futex && waits(futex_command(argument))) told_acquire(futex_at(argument[0]));
}

// ---- queues and semaphores

Descriptor numbered(Kind kind, int id) { return {kind, static_cast<std::uint64_t>(static_cast<unsigned>(id))}; }

void sends(Descriptor d) {
    if (d.orders()) told_release(d.outgoing());
}
template <class Result>
Result received(Result result, Descriptor d) {
    if (result >= 0 && d.orders()) told_acquire(d.incoming());
    return result;
}

Descriptor posix_queue(mqd_t queue) { return running() ? queue_of(queue) : Descriptor{}; }

/// One operation may give and take: before and after.
template <class Call>
int semaphores(int id, const Call& call) {
    const Descriptor d = numbered(Kind::other_ipc, id);
    sends(d);
    return received(call(), d);
}

} // namespace

MAPCHECK_REAL(long, syscall, (long, long, long, long, long, long, long) noexcept)

// A call has as many arguments as it needs, six at most; reading six is what the C library does, too. The last of
// them lies in the caller's frame, where AddressSanitizer may rightly see that the caller never put one.
extern "C" MAPCHECK_EXPORT __attribute__((no_sanitize("address"))) long syscall(long number, ...) noexcept {
    va_list list;
    va_start(list, number);
    long a[6];
    for (long& argument : a) argument = va_arg(list, long);
    va_end(list);
    before_call(number, a);
    const long result = real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
    after_call(number, a);
    return result;
}

MAPCHECK_INTERPOSE(int, mq_send, (mqd_t queue, const char* bytes, std::size_t size, unsigned priority)) {
    sends(posix_queue(queue));
    return real_mq_send(queue, bytes, size, priority);
}
MAPCHECK_INTERPOSE(int, mq_timedsend,
                   (mqd_t queue, const char* bytes, std::size_t size, unsigned priority, const timespec* until)) {
    sends(posix_queue(queue));
    return real_mq_timedsend(queue, bytes, size, priority, until);
}
MAPCHECK_INTERPOSE(ssize_t, mq_receive, (mqd_t queue, char* bytes, std::size_t size, unsigned* priority)) {
    const Descriptor d = posix_queue(queue);
    return received(real_mq_receive(queue, bytes, size, priority), d);
}
MAPCHECK_INTERPOSE(ssize_t, mq_timedreceive,
                   (mqd_t queue, char* bytes, std::size_t size, unsigned* priority, const timespec* until)) {
    const Descriptor d = posix_queue(queue);
    return received(real_mq_timedreceive(queue, bytes, size, priority, until), d);
}
MAPCHECK_INTERPOSE(int, msgsnd, (int queue, const void* message, std::size_t size, int flags)) {
    sends(numbered(Kind::queue, queue));
    return real_msgsnd(queue, message, size, flags);
}
MAPCHECK_INTERPOSE(ssize_t, msgrcv, (int queue, void* message, std::size_t size, long type, int flags)) {
    return received(real_msgrcv(queue, message, size, type, flags), numbered(Kind::queue, queue));
}
MAPCHECK_INTERPOSE(int, semop, (int id, sembuf* operations, std::size_t count) noexcept) {
    return semaphores(id, [&] { return real_semop(id, operations, count); });
}
MAPCHECK_INTERPOSE(int, semtimedop, (int id, sembuf* operations, std::size_t count, const timespec* timeout) noexcept) {
    return semaphores(id, [&] { return real_semtimedop(id, operations, count, timeout); });
}

MAPCHECK_REAL(int, semctl, (int, int, int, long) noexcept)
/// Sets values, too (SETVAL, SETALL). The last argument is a union of the size of a pointer, or is not there.
extern "C" MAPCHECK_EXPORT __attribute__((no_sanitize("address"))) int semctl(int id, int number, int command,
                                                                              ...) noexcept {
    va_list list;
    va_start(list, command);
    const long argument = va_arg(list, long);
    va_end(list);
    return semaphores(id, [&] { return real_semctl(id, number, command, argument); });
}

// Between two opened descriptions of one file it is a lock, of threads as well.
MAPCHECK_INTERPOSE(int, flock, (int fd, int operation) noexcept) {
    const Descriptor d = running() ? queue_of(fd) : Descriptor{};
    sends(d);
    return received(real_flock(fd, operation), d);
}

} // namespace mapcheck::edges
