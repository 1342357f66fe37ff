// Readiness: a thread that was told that a descriptor can be read may go by that alone, and never read
// (a pipe or eventfd that says "stop" to everybody). And descriptors that travel through an epoll: who
// registers one is before who is handed it.
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

#include <csignal>
#include <cstdarg>

#include "core/spin_lock.h"
#include "edges/interpose.h"
#include "edges/interpose_descriptors.h"

namespace mapcheck::edges {
namespace {

void ready(int fd) {
    const Descriptor d = descriptor_of(fd);
    if (d.orders()) told_acquire(d.incoming());
}

int polled(int result, const pollfd* fds, nfds_t count) {
    if (result <= 0 || !running()) return result;
    for (nfds_t i = 0; i < count; ++i)
        if ((fds[i].revents & (POLLIN | POLLPRI | POLLHUP | POLLRDHUP | POLLERR)) != 0) ready(fds[i].fd);
    return result;
}

int selected(int result, int count, const fd_set* readable) {
    if (result <= 0 || readable == nullptr || !running()) return result;
    for (int fd = 0; fd < count; ++fd)
        if (FD_ISSET(fd, readable)) ready(fd);
    return result;
}

/// What is registered with which epoll, and under which data: an event gives the data back, not the
/// descriptor. Bounded: what finds no room is ordered by its reads only.
struct Registration {
    int epoll, fd; // epoll 0: free, since descriptor 0 is hardly ever one
    std::uint64_t data;
};
constexpr std::size_t registrations = 4096;
Registration registration[registrations];
std::size_t registrations_used;
core::SpinLock registering;

void register_with(int epoll, int operation, int fd, const epoll_event* event) {
    const core::SpinGuard guard(registering);
    Registration* free = nullptr;
    for (std::size_t i = 0; i < registrations_used; ++i) {
        Registration& r = registration[i];
        if (r.epoll == epoll && r.fd == fd) r.epoll = 0;
        if (r.epoll == 0 && free == nullptr) free = &r;
    }
    if (operation == EPOLL_CTL_DEL || event == nullptr) return;
    if (free == nullptr && registrations_used < registrations) free = &registration[registrations_used++];
    if (free != nullptr) *free = Registration{epoll, fd, event->data.u64};
}

/// The descriptors behind the events, at most `room`.
std::size_t registered(int epoll, std::uint64_t data, int* fds, std::size_t room) {
    const core::SpinGuard guard(registering);
    std::size_t n = 0;
    for (std::size_t i = 0; i < registrations_used && n < room; ++i)
        if (registration[i].epoll == epoll && registration[i].data == data) fds[n++] = registration[i].fd;
    return n;
}

/// What was registered comes with the epoll itself, what is ready with its descriptor.
int handed(int result, int epoll, const epoll_event* events) {
    if (result <= 0 || !running()) return result;
    ready(epoll);
    constexpr std::size_t room = 16;
    int fds[room];
    for (int i = 0; i < result; ++i) {
        const std::size_t n = registered(epoll, events[i].data.u64, fds, room);
        for (std::size_t j = 0; j < n; ++j) ready(fds[j]);
    }
    return result;
}

int opened(int fd) {
    if (fd >= 0) descriptor_changed(fd);
    return fd;
}

int copied(int fd, int copy) {
    descriptor_copied(fd, copy);
    return copy;
}

/// Locks of an opened description, which exclude other threads as well; those of a process (F_SETLK) do not.
Descriptor lock_of_description(int fd, int command) {
    return running() && (command == F_OFD_SETLK || command == F_OFD_SETLKW) ? queue_of(fd) : Descriptor{};
}

template <class RealFcntl>
int controlled(RealFcntl& real, int fd, int command, long argument) {
    const Descriptor lock = lock_of_description(fd, command);
    if (lock.orders()) told_release(lock.outgoing());
    const int result = real(fd, command, argument);
    if (result >= 0 && lock.orders()) told_acquire(lock.incoming());
    return command == F_DUPFD || command == F_DUPFD_CLOEXEC ? copied(fd, result) : result;
}

} // namespace

MAPCHECK_INTERPOSE(int, poll, (pollfd * fds, nfds_t count, int timeout)) {
    return polled(real_poll(fds, count, timeout), fds, count);
}
MAPCHECK_INTERPOSE(int, ppoll, (pollfd * fds, nfds_t count, const timespec* timeout, const sigset_t* mask)) {
    return polled(real_ppoll(fds, count, timeout, mask), fds, count);
}
MAPCHECK_INTERPOSE(int, __poll_chk, (pollfd * fds, nfds_t count, int timeout, std::size_t room)) {
    return polled(real___poll_chk(fds, count, timeout, room), fds, count);
}
MAPCHECK_INTERPOSE(int, __ppoll_chk,
                   (pollfd * fds, nfds_t count, const timespec* timeout, const sigset_t* mask, std::size_t room)) {
    return polled(real___ppoll_chk(fds, count, timeout, mask, room), fds, count);
}
MAPCHECK_INTERPOSE(int, select, (int count, fd_set* in, fd_set* out, fd_set* other, timeval* timeout)) {
    return selected(real_select(count, in, out, other, timeout), count, in);
}
MAPCHECK_INTERPOSE(int, pselect,
                   (int count, fd_set* in, fd_set* out, fd_set* other, const timespec* timeout, const sigset_t* mask)) {
    return selected(real_pselect(count, in, out, other, timeout, mask), count, in);
}

MAPCHECK_INTERPOSE(int, epoll_create, (int size) noexcept) { return opened(real_epoll_create(size)); }
MAPCHECK_INTERPOSE(int, epoll_create1, (int flags) noexcept) { return opened(real_epoll_create1(flags)); }
MAPCHECK_INTERPOSE(int, epoll_ctl, (int epoll, int operation, int fd, epoll_event* event) noexcept) {
    if (running()) {
        const Descriptor d = descriptor_of(epoll);
        if (d.orders()) told_release(d.outgoing());
        register_with(epoll, operation, fd, event);
    }
    return real_epoll_ctl(epoll, operation, fd, event);
}
MAPCHECK_INTERPOSE(int, epoll_wait, (int epoll, epoll_event* events, int room, int timeout)) {
    return handed(real_epoll_wait(epoll, events, room, timeout), epoll, events);
}
MAPCHECK_INTERPOSE(int, epoll_pwait, (int epoll, epoll_event* events, int room, int timeout, const sigset_t* mask)) {
    return handed(real_epoll_pwait(epoll, events, room, timeout, mask), epoll, events);
}
MAPCHECK_INTERPOSE(int, epoll_pwait2,
                   (int epoll, epoll_event* events, int room, const timespec* timeout, const sigset_t* mask)) {
    return handed(real_epoll_pwait2(epoll, events, room, timeout, mask), epoll, events);
}

// fcntl takes one argument or none, of the size of a pointer at most; the C library reads it so, too.
MAPCHECK_REAL(int, fcntl, (int, int, long))
MAPCHECK_REAL(int, fcntl64, (int, int, long))

extern "C" MAPCHECK_EXPORT int fcntl(int fd, int command, ...) {
    va_list list;
    va_start(list, command);
    const long argument = va_arg(list, long);
    va_end(list);
    return controlled(real_fcntl, fd, command, argument);
}
extern "C" MAPCHECK_EXPORT int fcntl64(int fd, int command, ...) {
    va_list list;
    va_start(list, command);
    const long argument = va_arg(list, long);
    va_end(list);
    return controlled(real_fcntl64, fd, command, argument);
}

} // namespace mapcheck::edges
