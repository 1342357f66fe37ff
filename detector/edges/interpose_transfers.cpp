// Bytes that go through descriptors: what is written is released before, what is read is acquired
// after. An end of file counts (the writer's close is its release), an error does not.
//
// FILE streams: interpose_stdio.cpp. Not seen: aio and io_uring; annotate those.
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <unistd.h>

#include "edges/interpose.h"
#include "edges/interpose_descriptors.h"

namespace mapcheck::edges {
namespace {

using Kind = Descriptor::Kind;

/// Before a write; may be called from signal handlers, as write may.
Descriptor sending(int fd) {
    if (!running()) return {};
    const Descriptor d = descriptor_of(fd);
    if (d.orders()) told_release(d.outgoing());
    return d;
}

/// A datagram to an address of its own.
void sending_to(int fd, const void* address, socklen_t size) {
    if (!running()) return;
    if (address == nullptr) {
        sending(fd);
        return;
    }
    const Descriptor d = descriptor_of(fd);
    if (d.kind() == Kind::datagram)
        told_release(receiver_at(static_cast<const sockaddr*>(address), size).outgoing());
    else if (d.orders())
        told_release(d.outgoing());
}

/// A read: the meaning is taken before, when the number still means what is read.
class Receiving {
  public:
    explicit Receiving(int fd) {
        if (!running()) return;
        d_ = descriptor_of(fd);
    }
    template <class Result>
    Result returns(Result result, const void* bytes = nullptr) const {
        if (result < 0 || !d_.orders()) return result;
        told_acquire(d_.incoming());
        if (d_.kind() == Kind::signals && bytes != nullptr) got_signals(bytes, static_cast<std::size_t>(result));
        return result;
    }

  private:
    static void got_signals(const void* bytes, std::size_t size) {
        const auto* info = static_cast<const signalfd_siginfo*>(bytes);
        for (; size >= sizeof *info; size -= sizeof *info, ++info)
            told_acquire(key_of(std::uint64_t{info->ssi_signo}, ObjectKind::signal));
    }
    Descriptor d_;
};

/// Descriptors that came in a message: numbers that were closed unseen may be among them.
ssize_t received(ssize_t result, msghdr* message) {
    if (result < 0 || message == nullptr || message->msg_controllen == 0) return result;
    for (cmsghdr* c = CMSG_FIRSTHDR(message); c != nullptr; c = CMSG_NXTHDR(message, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
        const auto* fd = reinterpret_cast<const int*>(CMSG_DATA(c));
        for (std::size_t n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int); n-- > 0; ++fd) descriptor_changed(*fd);
    }
    return result;
}

} // namespace

MAPCHECK_INTERPOSE(ssize_t, write, (int fd, const void* bytes, std::size_t size)) {
    sending(fd);
    return real_write(fd, bytes, size);
}
MAPCHECK_INTERPOSE(ssize_t, writev, (int fd, const iovec* parts, int count)) {
    sending(fd);
    return real_writev(fd, parts, count);
}
MAPCHECK_INTERPOSE(ssize_t, send, (int fd, const void* bytes, std::size_t size, int flags)) {
    sending(fd);
    return real_send(fd, bytes, size, flags);
}
MAPCHECK_INTERPOSE(ssize_t, sendto,
                   (int fd, const void* bytes, std::size_t size, int flags, const sockaddr* to, socklen_t to_size)) {
    sending_to(fd, to, to_size);
    return real_sendto(fd, bytes, size, flags, to, to_size);
}
MAPCHECK_INTERPOSE(ssize_t, sendmsg, (int fd, const msghdr* message, int flags)) {
    if (message != nullptr) sending_to(fd, message->msg_name, message->msg_namelen);
    return real_sendmsg(fd, message, flags);
}
MAPCHECK_INTERPOSE(int, sendmmsg, (int fd, mmsghdr* messages, unsigned count, int flags)) {
    for (unsigned i = 0; messages != nullptr && i < count; ++i)
        sending_to(fd, messages[i].msg_hdr.msg_name, messages[i].msg_hdr.msg_namelen);
    return real_sendmmsg(fd, messages, count, flags);
}

MAPCHECK_INTERPOSE(ssize_t, read, (int fd, void* bytes, std::size_t size)) {
    const Receiving receiving(fd);
    return receiving.returns(real_read(fd, bytes, size), bytes);
}
MAPCHECK_INTERPOSE(ssize_t, readv, (int fd, const iovec* parts, int count)) {
    const Receiving receiving(fd);
    return receiving.returns(real_readv(fd, parts, count), count == 1 ? parts->iov_base : nullptr);
}
MAPCHECK_INTERPOSE(ssize_t, recv, (int fd, void* bytes, std::size_t size, int flags)) {
    const Receiving receiving(fd);
    return receiving.returns(real_recv(fd, bytes, size, flags));
}
MAPCHECK_INTERPOSE(ssize_t, recvfrom,
                   (int fd, void* bytes, std::size_t size, int flags, sockaddr* from, socklen_t* from_size)) {
    const Receiving receiving(fd);
    return receiving.returns(real_recvfrom(fd, bytes, size, flags, from, from_size));
}
MAPCHECK_INTERPOSE(ssize_t, recvmsg, (int fd, msghdr* message, int flags)) {
    const Receiving receiving(fd);
    return received(receiving.returns(real_recvmsg(fd, message, flags)), message);
}
MAPCHECK_INTERPOSE(int, recvmmsg, (int fd, mmsghdr* messages, unsigned count, int flags, timespec* timeout)) {
    const Receiving receiving(fd);
    const int got = receiving.returns(real_recvmmsg(fd, messages, count, flags, timeout));
    for (int i = 0; i < got; ++i) received(0, &messages[i].msg_hdr);
    return got;
}

// What the compiler calls instead where it checks buffers (_FORTIFY_SOURCE).
MAPCHECK_INTERPOSE(ssize_t, __read_chk, (int fd, void* bytes, std::size_t size, std::size_t room)) {
    const Receiving receiving(fd);
    return receiving.returns(real___read_chk(fd, bytes, size, room), bytes);
}
MAPCHECK_INTERPOSE(ssize_t, __recv_chk, (int fd, void* bytes, std::size_t size, std::size_t room, int flags)) {
    const Receiving receiving(fd);
    return receiving.returns(real___recv_chk(fd, bytes, size, room, flags));
}
MAPCHECK_INTERPOSE(ssize_t, __recvfrom_chk,
                   (int fd, void* bytes, std::size_t size, std::size_t room, int flags, sockaddr* from,
                    socklen_t* from_size)) {
    const Receiving receiving(fd);
    return receiving.returns(real___recvfrom_chk(fd, bytes, size, room, flags, from, from_size));
}

// eventfd_read and eventfd_write reach the kernel without passing read and write.
MAPCHECK_INTERPOSE(int, eventfd_read, (int fd, eventfd_t* value)) {
    const Receiving receiving(fd);
    return receiving.returns(real_eventfd_read(fd, value));
}
MAPCHECK_INTERPOSE(int, eventfd_write, (int fd, eventfd_t value)) {
    sending(fd);
    return real_eventfd_write(fd, value);
}
// Who sets a timer is before what its expiry starts.
MAPCHECK_INTERPOSE(int, timerfd_settime, (int fd, int flags, const itimerspec* value, itimerspec* old) noexcept) {
    sending(fd);
    return real_timerfd_settime(fd, flags, value, old);
}

// From descriptor to descriptor inside the kernel.
MAPCHECK_INTERPOSE(ssize_t, splice,
                   (int in, off64_t* in_offset, int out, off64_t* out_offset, std::size_t size, unsigned flags)) {
    const Receiving receiving(in);
    sending(out);
    return receiving.returns(real_splice(in, in_offset, out, out_offset, size, flags));
}
MAPCHECK_INTERPOSE(ssize_t, tee, (int in, int out, std::size_t size, unsigned flags)) {
    const Receiving receiving(in);
    sending(out);
    return receiving.returns(real_tee(in, out, size, flags));
}
MAPCHECK_INTERPOSE(ssize_t, vmsplice, (int fd, const iovec* parts, std::size_t count, unsigned flags)) {
    const Receiving receiving(fd); // or is written, by what the descriptor was opened for
    sending(fd);
    return receiving.returns(real_vmsplice(fd, parts, count, flags));
}
MAPCHECK_INTERPOSE(ssize_t, preadv2, (int fd, const iovec* parts, int count, off_t offset, int flags)) {
    const Receiving receiving(fd);
    return receiving.returns(real_preadv2(fd, parts, count, offset, flags));
}
MAPCHECK_INTERPOSE(ssize_t, pwritev2, (int fd, const iovec* parts, int count, off_t offset, int flags)) {
    sending(fd);
    return real_pwritev2(fd, parts, count, offset, flags);
}
MAPCHECK_INTERPOSE(ssize_t, sendfile, (int out, int in, off_t* offset, std::size_t size) noexcept) {
    sending(out);
    return real_sendfile(out, in, offset, size);
}
MAPCHECK_INTERPOSE(ssize_t, sendfile64, (int out, int in, off64_t* offset, std::size_t size) noexcept) {
    sending(out);
    return real_sendfile64(out, in, offset, size);
}

// ---- the life of descriptors -----------------------------------------------------------------------

namespace {

/// The number is free from now on. Its closing ends what a reader reads: a release.
void closing(int fd) {
    if (fd < 0) return;
    sending(fd);
    descriptor_changed(fd);
}

void closing(FILE* file) {
    const KeepErrno keep; // a stream of memory has no number
    if (file != nullptr) closing(fileno(file));
}

/// A number that was just given: closed unseen, perhaps, when it was something else.
int opened(int fd) {
    if (fd >= 0) descriptor_changed(fd);
    return fd;
}

int opened_both(int result, const int* fds) {
    if (result == 0) {
        opened(fds[0]);
        opened(fds[1]);
    }
    return result;
}

int copied(int fd, int copy) {
    descriptor_copied(fd, copy);
    return copy;
}

int accepted(int fd, Descriptor meeting) {
    if (opened(fd) < 0) return fd;
    if (meeting.orders()) told_acquire(meeting.incoming());
    descriptor_of(fd); // now, while it has a peer
    return fd;
}

Descriptor meeting_of(int listening) { return running() ? rendezvous_of(listening) : Descriptor{}; }

} // namespace

MAPCHECK_INTERPOSE(int, close, (int fd)) {
    closing(fd);
    return real_close(fd);
}
MAPCHECK_INTERPOSE(int, fclose, (FILE * file)) {
    closing(file);
    return real_fclose(file);
}
MAPCHECK_INTERPOSE(int, pclose, (FILE * file)) {
    closing(file);
    return real_pclose(file);
}
MAPCHECK_INTERPOSE(int, close_range, (unsigned first, unsigned last, int flags) noexcept) {
    descriptors_changed(first, last);
    return real_close_range(first, last, flags);
}
MAPCHECK_INTERPOSE(void, closefrom, (int first) noexcept) {
    descriptors_changed(static_cast<unsigned>(first < 0 ? 0 : first), ~0U);
    real_closefrom(first);
}
MAPCHECK_INTERPOSE(int, shutdown, (int fd, int how) noexcept) {
    sending(fd);
    return real_shutdown(fd, how);
}

MAPCHECK_INTERPOSE(int, dup, (int fd) noexcept) { return copied(fd, real_dup(fd)); }
MAPCHECK_INTERPOSE(int, dup2, (int fd, int copy) noexcept) {
    if (fd != copy) closing(copy);
    return copied(fd, real_dup2(fd, copy));
}
MAPCHECK_INTERPOSE(int, dup3, (int fd, int copy, int flags) noexcept) {
    if (fd != copy) closing(copy);
    return copied(fd, real_dup3(fd, copy, flags));
}

MAPCHECK_INTERPOSE(int, pipe, (int* fds) noexcept) { return opened_both(real_pipe(fds), fds); }
MAPCHECK_INTERPOSE(int, pipe2, (int* fds, int flags) noexcept) { return opened_both(real_pipe2(fds, flags), fds); }
MAPCHECK_INTERPOSE(int, socket, (int domain, int type, int protocol) noexcept) {
    return opened(real_socket(domain, type, protocol));
}
MAPCHECK_INTERPOSE(int, socketpair, (int domain, int type, int protocol, int* fds) noexcept) {
    const int result = opened_both(real_socketpair(domain, type, protocol, fds), fds);
    if (result == 0) descriptors_paired(fds[0], fds[1]);
    return result;
}
MAPCHECK_INTERPOSE(int, eventfd, (unsigned count, int flags) noexcept) { return opened(real_eventfd(count, flags)); }
MAPCHECK_INTERPOSE(int, timerfd_create, (clockid_t clock, int flags) noexcept) {
    return opened(real_timerfd_create(clock, flags));
}
MAPCHECK_INTERPOSE(int, signalfd, (int fd, const sigset_t* set, int flags) noexcept) {
    return opened(real_signalfd(fd, set, flags));
}

// Who listens is before who connects, who connects is before who accepts.
MAPCHECK_INTERPOSE(int, listen, (int fd, int backlog) noexcept) {
    const Descriptor meeting = meeting_of(fd);
    if (meeting.orders()) told_release(meeting.outgoing());
    return real_listen(fd, backlog);
}
MAPCHECK_INTERPOSE(int, connect, (int fd, const sockaddr* address, socklen_t size)) {
    const Descriptor meeting = running() ? rendezvous_at(address, size) : Descriptor{};
    if (meeting.orders()) told_release(meeting.outgoing());
    const int result = real_connect(fd, address, size);
    opened(fd);
    if (result != 0) return result;
    if (meeting.orders()) told_acquire(meeting.incoming());
    descriptor_of(fd); // now, while it has a peer
    return result;
}
MAPCHECK_INTERPOSE(int, accept, (int fd, sockaddr* address, socklen_t* size)) {
    const Descriptor meeting = meeting_of(fd);
    return accepted(real_accept(fd, address, size), meeting);
}
MAPCHECK_INTERPOSE(int, accept4, (int fd, sockaddr* address, socklen_t* size, int flags)) {
    const Descriptor meeting = meeting_of(fd);
    return accepted(real_accept4(fd, address, size, flags), meeting);
}

} // namespace mapcheck::edges
