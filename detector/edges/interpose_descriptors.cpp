#include "edges/interpose_descriptors.h"

#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>

#include <mapcheck/hot.h>

#include "edges/raw_system.h"

namespace mapcheck::edges {
namespace {

using Kind = Descriptor::Kind;

// ---- names of sockets

constexpr int name_bits = 24;
constexpr std::uint64_t name_mask = (std::uint64_t{1} << name_bits) - 1;
constexpr std::uint64_t is_local_family = std::uint64_t{1} << 2 * name_bits;

std::uint64_t mixed(std::uint64_t h) {
    h = (h ^ h >> 32) * 0x9E3779B97F4A7C15ULL;
    return h ^ h >> 29;
}

struct Name {
    sa_family_t family;
    std::uint64_t hash; // 0: not named
};

Name name_of(const sockaddr* address, std::size_t size) {
    // The program's address may be unaligned, and shorter than the type that its family promises.
    sockaddr_storage copy{};
    if (address == nullptr || size < sizeof(sa_family_t)) return {AF_UNSPEC, 0};
    std::memcpy(&copy, address, size < sizeof copy ? size : sizeof copy);
    switch (copy.ss_family) {
    case AF_INET:
        return {AF_INET, ntohs(reinterpret_cast<const sockaddr_in&>(copy).sin_port)};
    case AF_INET6:
        return {AF_INET, ntohs(reinterpret_cast<const sockaddr_in6&>(copy).sin6_port)};
    case AF_UNIX: {
        const char* path = reinterpret_cast<const sockaddr_un&>(copy).sun_path;
        const std::size_t room = size < sizeof copy ? size : sizeof copy;
        const std::size_t longest = room - offsetof(sockaddr_un, sun_path);
        if (room <= offsetof(sockaddr_un, sun_path)) return {AF_UNIX, 0};
        // Abstract names begin with a null byte and have the length that is given; others end at a null byte.
        const std::size_t length = path[0] == 0 ? longest : strnlen(path, longest);
        if (path[0] == 0 && longest == 1) return {AF_UNIX, 0};
        std::uint64_t hash = length;
        for (std::size_t i = 0; i < length; ++i) hash = mixed(hash ^ static_cast<unsigned char>(path[i]));
        return {AF_UNIX, (hash & name_mask) | 1};
    }
    default:
        return {copy.ss_family, 0};
    }
}

bool asked(long call, int fd, Name& name) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (raw::call(call, fd, raw::as_long(&address), raw::as_long(&size)) != 0) return false;
    name = name_of(reinterpret_cast<const sockaddr*>(&address), size);
    return true;
}

/// from in the upper half, to in the lower.
std::uint64_t way(sa_family_t family, std::uint64_t from, std::uint64_t to) {
    return (family == AF_UNIX ? is_local_family : 0) | (from & name_mask) << name_bits | (to & name_mask);
}
std::uint64_t back(std::uint64_t way) {
    return (way & is_local_family) | (way & name_mask) << name_bits | (way >> name_bits & name_mask);
}

// ---- socket pairs, by inode: needed again when a descriptor arrives under a new number

struct PairEnd {
    std::uint64_t inode;   // 0: free
    std::uint64_t payload; // pair number << 1 | end
};
constexpr std::uint32_t pair_ends = 1U << 14;
constexpr std::uint32_t pair_probes = 16;
PairEnd pairs[pair_ends];
std::uint64_t pair_number;

PairEnd* pair_end(std::uint64_t inode, bool make) {
    for (std::uint32_t i = 0; i < pair_probes; ++i) {
        PairEnd& e = pairs[(mixed(inode) + i) % pair_ends];
        std::uint64_t there = __atomic_load_n(&e.inode, __ATOMIC_ACQUIRE);
        if (there == inode) return &e;
        if (there != 0) continue;
        if (!make) return nullptr;
        if (__atomic_compare_exchange_n(&e.inode, &there, inode, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) return &e;
    }
    return nullptr;
}

// ---- finding out

bool status_of(int fd, struct stat& st) { return raw::call(SYS_fstat, fd, raw::as_long(&st)) == 0; }

std::uint64_t inode_payload(const struct stat& st) { return mixed(st.st_ino * 0x10001 ^ mixed(st.st_dev)); }

/// An anonymous inode: all share one number, but the kernel tells what they are.
Descriptor anonymous(int fd) {
    // By hand: a signal handler may have come here.
    char path[] = "/proc/self/fdinfo/\0.........";
    constexpr std::size_t prefix = sizeof "/proc/self/fdinfo/" - 1;
    char digits[10];
    std::size_t n = 0;
    for (unsigned rest = static_cast<unsigned>(fd); n == 0 || rest != 0; rest /= 10)
        digits[n++] = static_cast<char>('0' + rest % 10);
    for (std::size_t i = 0; i < n; ++i) path[prefix + i] = digits[n - 1 - i];
    path[prefix + n] = 0;
    char text[512];
    long size = 0;
    const int info = raw::open(path, O_RDONLY);
    if (info >= 0) {
        size = raw::read(info, text, sizeof text - 1);
        raw::close(info);
    }
    text[size > 0 ? size : 0] = 0;
    if (std::strstr(text, "sigmask:") != nullptr) return {Kind::signals, 0};
    if (const char* id = std::strstr(text, "eventfd-id:")) {
        std::uint64_t number = 0;
        for (id += std::strlen("eventfd-id:"); *id == ' ' || *id == '\t'; ++id) {}
        for (; *id >= '0' && *id <= '9'; ++id) number = number * 10 + static_cast<std::uint64_t>(*id - '0');
        return {Kind::event, number};
    }
    return {Kind::numbered, static_cast<std::uint64_t>(fd)};
}

Descriptor socket(int fd, const struct stat& st, bool& may_keep) {
    if (const PairEnd* end = pair_end(st.st_ino, false)) {
        const std::uint64_t payload = __atomic_load_n(&end->payload, __ATOMIC_ACQUIRE);
        if (payload != 0) return {Kind::pair, payload};
    }
    int type = 0;
    socklen_t size = sizeof type;
    if (raw::call(SYS_getsockopt, fd, SOL_SOCKET, SO_TYPE, raw::as_long(&type), raw::as_long(&size)) != 0)
        type = SOCK_STREAM;
    Name own{}, peer{};
    if (!asked(SYS_getsockname, fd, own) || (own.family != AF_INET && own.family != AF_UNIX)) return {Kind::plain, 0};
    const bool has_peer = asked(SYS_getpeername, fd, peer);
    if (type == SOCK_STREAM || type == SOCK_SEQPACKET) {
        may_keep = has_peer;
        return has_peer ? Descriptor{Kind::stream, way(own.family, own.hash, peer.hash)} : Descriptor{Kind::plain, 0};
    }
    // The own name comes with bind, or with the first message that is sent.
    may_keep = own.hash != 0;
    return {Kind::datagram, way(own.family, own.hash, peer.hash)};
}

Descriptor find_out(int fd, bool& may_keep) {
    struct stat st {};
    may_keep = status_of(fd, st);
    if (!may_keep) return {};
    switch (st.st_mode & S_IFMT) {
    case S_IFIFO:
        return {Kind::pipe, inode_payload(st)};
    case S_IFSOCK:
        return socket(fd, st, may_keep);
    case 0:
        return anonymous(fd);
    default:
        return {Kind::plain, 0};
    }
}

// ---- the table

constexpr unsigned known_descriptors = 1U << 14;
std::uint64_t known[known_descriptors];

bool has_place(int fd) { return static_cast<unsigned>(fd) < known_descriptors; }
void keep(int fd, Descriptor d) { __atomic_store_n(&known[fd], d.word(), __ATOMIC_RELEASE); }

} // namespace

core::Key Descriptor::key(bool incoming) const {
    std::uint64_t payload = word_ & payload_mask;
    switch (kind()) {
    case Kind::pair:
        payload ^= incoming ? 1 : 0;
        break;
    case Kind::stream:
        payload = incoming ? back(payload) : payload;
        break;
    case Kind::datagram:
        payload = (payload & is_local_family) | ((incoming ? payload >> name_bits : payload) & name_mask);
        break;
    default:
        break;
    }
    return core::key_of(static_cast<std::uint64_t>(kind()) << payload_bits | payload, core::ObjectKind::descriptor);
}

Descriptor descriptor_of(int fd) {
    if (!has_place(fd)) {
        bool may_keep;
        return fd < 0 ? Descriptor{} : find_out(fd, may_keep);
    }
    const auto d = Descriptor::from_word(__atomic_load_n(&known[fd], __ATOMIC_ACQUIRE));
    if (MAPCHECK_LIKELY(d.kind() != Kind::unknown)) return d;
    bool may_keep;
    const Descriptor found = find_out(fd, may_keep);
    if (may_keep) keep(fd, found);
    return found;
}

void descriptor_changed(int fd) {
    if (has_place(fd)) keep(fd, {});
}

void descriptors_changed(unsigned first, unsigned last) {
    for (unsigned fd = first; fd <= last && fd < known_descriptors; ++fd) keep(static_cast<int>(fd), {});
}

void descriptor_copied(int fd, int copy) {
    if (copy < 0 || !has_place(copy)) return;
    const Descriptor d = descriptor_of(fd);
    // Only what the number alone names has to be handed on; the rest is found out as well by itself,
    // and a socket may not have a peer yet.
    keep(copy, d.kind() == Kind::numbered ? d : Descriptor{});
}

void descriptors_paired(int a, int b) {
    struct stat first {
    }, second{};
    if (!status_of(a, first) || !status_of(b, second)) return;
    PairEnd* one = pair_end(first.st_ino, true);
    PairEnd* two = one != nullptr ? pair_end(second.st_ino, true) : nullptr;
    // A full table: both stay nameless sockets, which all share one object.
    if (two == nullptr) return;
    const std::uint64_t number = __atomic_add_fetch(&pair_number, 1, __ATOMIC_RELAXED) << 1;
    __atomic_store_n(&one->payload, number, __ATOMIC_RELEASE);
    __atomic_store_n(&two->payload, number | 1, __ATOMIC_RELEASE);
}

Descriptor receiver_at(const sockaddr* address, socklen_t size) {
    const Name name = name_of(address, size);
    return {Kind::datagram, way(name.family, 0, name.hash)};
}

Descriptor rendezvous_at(const sockaddr* address, socklen_t size) {
    const Name name = name_of(address, size);
    if (name.hash == 0) return {Kind::plain, 0};
    return {Kind::rendezvous, way(name.family, 0, name.hash)};
}

Descriptor rendezvous_of(int listening) {
    Name name{};
    if (!asked(SYS_getsockname, listening, name) || name.hash == 0) return {Kind::plain, 0};
    return {Kind::rendezvous, way(name.family, 0, name.hash)};
}

Descriptor queue_of(int fd) {
    struct stat st {};
    return status_of(fd, st) ? Descriptor{Kind::queue, inode_payload(st)} : Descriptor{};
}

} // namespace mapcheck::edges
