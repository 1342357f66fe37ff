// Readiness: a thread that was told that a descriptor can be read may go by that alone, and never read
// (a pipe or eventfd that says "stop" to everybody). And descriptors that travel through an epoll: who
// registers one is before who is handed it.
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

#include <cstdarg>
#include <csignal>

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

/// Events say only what the program asked to be told, not which descriptor: what was registered comes
/// with the epoll itself.
int handed(int result, int epoll) {
    if (result > 0 && running()) ready(epoll);
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

template <class RealFcntl>
int controlled(RealFcntl& real, int fd, int command, long argument) {
    const int result = real(fd, command, argument);
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
                   (int count, fd_set* in, fd_set* out, fd_set* other, const timespec* timeout,
                    const sigset_t* mask)) {
    return selected(real_pselect(count, in, out, other, timeout, mask), count, in);
}

MAPCHECK_INTERPOSE(int, epoll_create, (int size) noexcept) { return opened(real_epoll_create(size)); }
MAPCHECK_INTERPOSE(int, epoll_create1, (int flags) noexcept) { return opened(real_epoll_create1(flags)); }
MAPCHECK_INTERPOSE(int, epoll_ctl, (int epoll, int operation, int fd, epoll_event* event) noexcept) {
    if (running()) {
        const Descriptor d = descriptor_of(epoll);
        if (d.orders()) told_release(d.outgoing());
    }
    return real_epoll_ctl(epoll, operation, fd, event);
}
MAPCHECK_INTERPOSE(int, epoll_wait, (int epoll, epoll_event* events, int room, int timeout)) {
    return handed(real_epoll_wait(epoll, events, room, timeout), epoll);
}
MAPCHECK_INTERPOSE(int, epoll_pwait, (int epoll, epoll_event* events, int room, int timeout, const sigset_t* mask)) {
    return handed(real_epoll_pwait(epoll, events, room, timeout, mask), epoll);
}
MAPCHECK_INTERPOSE(int, epoll_pwait2,
                   (int epoll, epoll_event* events, int room, const timespec* timeout, const sigset_t* mask)) {
    return handed(real_epoll_pwait2(epoll, events, room, timeout, mask), epoll);
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
