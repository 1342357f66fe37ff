// What a file descriptor means as a synchronisation object.
//
// Owner of the table of descriptors: what each number stands for, found out at first use and kept
// until the number is closed. Any thread and signal handler may call; no locks, no allocation, errno
// is kept. What cannot be cached (a socket without a peer yet) is asked for each time.
//
// One word says it all, so that two threads can never see half of it: what goes in at one end comes
// out where the same object is named.
//
//     pipe, FIFO                      the inode
//     socketpair                      a number of the pair, given by socketpair(); one object each way
//     stream socket                   its own and its peer's name; one object each way
//     datagram socket                 what is received: its own name; what is sent: the receiver's
//     eventfd                         the kernel's number of it, or the descriptor's
//     epoll, timerfd, inotify, ...    the descriptor's number, kept by dup
//     everything else                 no synchronisation: regular files, terminals, devices
//
// A socket's name is its port, or a hash of its path: two objects with one name order too much, never
// too little.
#pragma once

#include <cstdint>
#include <sys/socket.h>

#include "core/order.h"

namespace mapcheck::edges {

class Descriptor {
  public:
    enum class Kind : std::uint8_t {
        unknown, ///< not found out yet, or no open descriptor
        plain,   ///< no synchronisation
        pipe,
        pair,
        stream,
        datagram,
        event,
        numbered,
        signals,    ///< signalfd: what is read are signals
        rendezvous, ///< a listening socket's name: connect and accept
        queue,      ///< of messages: mq_open, msgget
        other_ipc,
    };

    constexpr Descriptor() = default;
    constexpr Descriptor(Kind kind, std::uint64_t payload)
        : word_(static_cast<std::uint64_t>(kind) << payload_bits | (payload & payload_mask)) {}
    static constexpr Descriptor from_word(std::uint64_t word) {
        Descriptor d;
        d.word_ = word;
        return d;
    }
    constexpr std::uint64_t word() const { return word_; }
    constexpr Kind kind() const { return static_cast<Kind>(word_ >> payload_bits); }
    /// Whether anything is ordered through it.
    constexpr bool orders() const { return kind() > Kind::plain; }
    /// What a write through this descriptor releases into, and what a read acquires.
    core::Key outgoing() const { return key(false); }
    core::Key incoming() const { return key(true); }

    static constexpr int payload_bits = 52;
    static constexpr std::uint64_t payload_mask = (std::uint64_t{1} << payload_bits) - 1;

  private:
    core::Key key(bool incoming) const;
    std::uint64_t word_ = 0;
};

/// The descriptor's meaning. Costs one load when it is known already.
Descriptor descriptor_of(int fd);
/// Forget the number: it is about to be closed, or was just opened, or connected.
void descriptor_changed(int fd);
/// All numbers in first .. last.
void descriptors_changed(unsigned first, unsigned last);
/// copy was made of fd by dup and its kin.
void descriptor_copied(int fd, int copy);
/// Two ends that socketpair made.
void descriptors_paired(int a, int b);
/// Where a datagram to this address is received.
Descriptor receiver_at(const sockaddr* address, socklen_t size);
/// Where connect and accept meet.
Descriptor rendezvous_at(const sockaddr* address, socklen_t size);
Descriptor rendezvous_of(int listening);
/// By inode, whatever the file system says it is: POSIX message queues.
Descriptor queue_of(int fd);

} // namespace mapcheck::edges
