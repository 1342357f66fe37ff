// Each interposed call orders what it should, and no more: two real threads, no map. One thread has an
// access and gives; the other takes, and is asked whether the access is before it. The cue between them
// is a relaxed atomic, which orders nothing.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>
#include <string>

#include <aio.h>
#include <arpa/inet.h>
#include <csignal>
#include <fcntl.h>
#include <linux/futex.h>
#include <mqueue.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <threads.h>
#include <unistd.h>

#include "catch.h"
#include "core/thread.h"
#include "edges/interpose_descriptors.h"
#include "edges/self.h"

using namespace mapcheck;

namespace {

struct Pair {
    std::function<void()> give, take;
    bool one_after_the_other;
    std::atomic<bool> given{false};
    std::atomic<core::EventId> access{0};
    std::atomic<std::uint32_t> component{0}; // the taker's
    bool ordered = false;
};

void* giver(void* p) {
    auto& pair = *static_cast<Pair*>(p);
    core::Thread* t = edges::self();
    core::fresh(*t);
    core::touched(*t);
    pair.access.store(core::now(*t), std::memory_order_relaxed);
    pair.give();
    pair.given.store(true, std::memory_order_relaxed);
    return nullptr;
}

void* taker(void* p) {
    auto& pair = *static_cast<Pair*>(p);
    while (pair.one_after_the_other && !pair.given.load(std::memory_order_relaxed)) usleep(100);
    pair.component = edges::self()->component;
    pair.take();
    while (pair.access.load(std::memory_order_relaxed) == 0) usleep(100);
    pair.ordered = core::ordered(*edges::self(), pair.access.load(std::memory_order_relaxed));
    return nullptr;
}

/// Whether an access before give() is ordered before what follows take().
bool orders(const std::function<void()>& give, const std::function<void()>& take, bool one_after_the_other = true) {
    while (true) {
        Pair pair{give, take, one_after_the_other};
        pthread_t a, b;
        REQUIRE(pthread_create(&b, nullptr, taker, &pair) == 0);
        REQUIRE(pthread_create(&a, nullptr, giver, &pair) == 0);
        pthread_join(a, nullptr);
        pthread_join(b, nullptr);
        // Beyond 63 threads two may share a component, and count as one: then this says nothing.
        if (core::component_of(pair.access) != pair.component) return pair.ordered;
    }
}

void send_byte(int fd) {
    const char byte = 'x';
    if (write(fd, &byte, 1) != 1) std::perror("write");
}
void take_byte(int fd) {
    char byte;
    if (read(fd, &byte, 1) < 0) std::perror("read");
}
bool carries(int out, int in) {
    return orders([=] { send_byte(out); }, [=] { take_byte(in); });
}

struct Pipe {
    Pipe() { REQUIRE(pipe(end) == 0); }
    ~Pipe() {
        close(end[0]);
        close(end[1]);
    }
    int end[2];
};

sockaddr_in loopback(int fd) {
    sockaddr_in a{};
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof a;
    REQUIRE(bind(fd, reinterpret_cast<sockaddr*>(&a), size) == 0);
    REQUIRE(getsockname(fd, reinterpret_cast<sockaddr*>(&a), &size) == 0);
    return a;
}

} // namespace

TEST_CASE("nothing orders by itself") {
    CHECK_FALSE(orders([] {}, [] {}));
}

TEST_CASE("locks order") {
    pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
    CHECK(orders([&] { pthread_mutex_lock(&m), pthread_mutex_unlock(&m); },
                 [&] { pthread_mutex_trylock(&m), pthread_mutex_unlock(&m); }));
    pthread_mutex_t other = PTHREAD_MUTEX_INITIALIZER;
    CHECK_FALSE(orders([&] { pthread_mutex_lock(&m), pthread_mutex_unlock(&m); },
                       [&] { pthread_mutex_lock(&other), pthread_mutex_unlock(&other); }));
    mtx_t c11;
    mtx_init(&c11, mtx_plain);
    CHECK(orders([&] { mtx_lock(&c11), mtx_unlock(&c11); }, [&] { mtx_trylock(&c11), mtx_unlock(&c11); }));
    mtx_destroy(&c11);
    pthread_spinlock_t s;
    pthread_spin_init(&s, 0);
    CHECK(orders([&] { pthread_spin_lock(&s), pthread_spin_unlock(&s); },
                 [&] { pthread_spin_trylock(&s), pthread_spin_unlock(&s); }));
    pthread_spin_destroy(&s);
}

TEST_CASE("a destroyed lock orders no more") {
    pthread_mutex_t m;
    pthread_mutex_init(&m, nullptr);
    CHECK_FALSE(orders(
        [&] {
            pthread_mutex_lock(&m), pthread_mutex_unlock(&m);
            pthread_mutex_destroy(&m);
            pthread_mutex_init(&m, nullptr);
        },
        [&] { pthread_mutex_lock(&m), pthread_mutex_unlock(&m); }));
}

TEST_CASE("readers are ordered before writers, not among themselves") {
    pthread_rwlock_t l = PTHREAD_RWLOCK_INITIALIZER;
    const auto reads = [&] { pthread_rwlock_rdlock(&l), pthread_rwlock_unlock(&l); };
    const auto writes = [&] { pthread_rwlock_wrlock(&l), pthread_rwlock_unlock(&l); };
    CHECK_FALSE(orders(reads, reads));
    CHECK(orders(reads, writes));
    CHECK(orders(writes, reads));
    CHECK(orders(writes, writes));
}

TEST_CASE("a wait on a condition gives the mutex back and takes it again") {
    pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t c = PTHREAD_COND_INITIALIZER;
    std::atomic<bool> waits{false};
    bool woken = false; // under m
    CHECK(orders(
        [&] { // an access before the wait is before what is done under the mutex meanwhile
            pthread_mutex_lock(&m);
            waits.store(true, std::memory_order_relaxed);
            while (!woken) pthread_cond_wait(&c, &m);
            pthread_mutex_unlock(&m);
        },
        [&] {
            while (!waits.load(std::memory_order_relaxed)) usleep(100);
            pthread_mutex_lock(&m);
            woken = true;
            pthread_cond_signal(&c);
            pthread_mutex_unlock(&m);
        },
        false));
    CHECK(pthread_mutex_trylock(&m) == 0);
    pthread_mutex_unlock(&m);
    CHECK(edges::self()->locks == 0);
}

TEST_CASE("semaphores, barriers, futexes order") {
    sem_t s;
    sem_init(&s, 0, 0);
    CHECK(orders([&] { sem_post(&s); }, [&] { sem_wait(&s); }));
    CHECK(orders([&] { sem_post(&s); }, [&] { sem_trywait(&s); }));
    CHECK_FALSE(orders([&] { sem_post(&s), sem_wait(&s); }, [&] { sem_trywait(&s); })); // finds nothing
    sem_destroy(&s);
    pthread_barrier_t b;
    pthread_barrier_init(&b, nullptr, 2);
    CHECK(orders([&] { pthread_barrier_wait(&b); }, [&] { pthread_barrier_wait(&b); }, false));
    pthread_barrier_destroy(&b);
    int word = 0;
    CHECK(orders([&] { syscall(SYS_futex, &word, FUTEX_WAKE, 1, nullptr, nullptr, 0); },
                 [&] { syscall(SYS_futex, &word, FUTEX_WAIT, 1, nullptr, nullptr, 0); }));
}

TEST_CASE("the first call of once is before all others") {
    static pthread_once_t posix = PTHREAD_ONCE_INIT;
    static once_flag c11 = ONCE_FLAG_INIT;
    CHECK(orders([] { pthread_once(&posix, [] {}); }, [] { pthread_once(&posix, [] {}); }));
    CHECK(orders([] { call_once(&c11, [] {}); }, [] { call_once(&c11, [] {}); }));
}

TEST_CASE("create and join order; a reused handle is not the old thread") {
    core::Thread* t = edges::self();
    core::fresh(*t);
    core::touched(*t);
    core::EventId in_creator = core::now(*t);
    core::EventId in_thread = 0;
    struct Both {
        core::EventId* before;
        core::EventId* after;
        bool ordered;
    } both{&in_creator, &in_thread, false};
    pthread_t thread;
    const auto body = [](void* p) -> void* {
        auto& b = *static_cast<Both*>(p);
        core::Thread* own = edges::self();
        b.ordered = core::ordered(*own, *b.before);
        core::touched(*own);
        *b.after = core::now(*own);
        return nullptr;
    };
    REQUIRE(pthread_create(&thread, nullptr, body, &both) == 0);
    usleep(20000);
    for (int i = 0; i < 50; ++i) { // handles come and go meanwhile
        pthread_t other;
        REQUIRE(pthread_create(
                    &other, nullptr, [](void*) -> void* { return nullptr; }, nullptr) == 0);
        i % 2 != 0 ? pthread_detach(other) : pthread_join(other, nullptr);
    }
    CHECK_FALSE(core::ordered(*t, in_thread));
    pthread_join(thread, nullptr);
    CHECK(both.ordered);
    CHECK(core::ordered(*t, in_thread));
}

TEST_CASE("pipes order, each for itself") {
    const Pipe a, b;
    CHECK(carries(a.end[1], a.end[0]));
    CHECK_FALSE(orders([&] { send_byte(a.end[1]); }, [&] { send_byte(b.end[1]), take_byte(b.end[0]); }));
    const int copy = dup(b.end[1]);
    CHECK(carries(copy, b.end[0]));
    close(copy);
    int closing[2];
    REQUIRE(pipe(closing) == 0);
    CHECK(orders([&] { close(closing[1]); }, [&] { take_byte(closing[0]); })); // end of file
    close(closing[0]);
    const Pipe stop;
    pollfd told{stop.end[0], POLLIN, 0}; // and never reads
    CHECK(orders([&] { send_byte(stop.end[1]); }, [&] { poll(&told, 1, 5000); }));
}

TEST_CASE("a number that was a file is a pipe when it is opened as one") {
    const int file = open("/dev/null", O_RDWR | O_CLOEXEC);
    send_byte(file);
    CHECK_FALSE(edges::descriptor_of(file).orders());
    syscall(SYS_close, file);
    const Pipe p;
    CHECK((p.end[0] == file || p.end[1] == file));
    CHECK(carries(p.end[1], p.end[0]));
}

TEST_CASE("eventfds order, each for itself, under every number") {
    const int a = eventfd(0, 0), b = eventfd(1, 0), copy = fcntl(a, F_DUPFD_CLOEXEC, 100);
    eventfd_t value;
    CHECK_FALSE(orders([&] { eventfd_write(a, 1); }, [&] { eventfd_read(b, &value); }));
    CHECK(orders([&] { eventfd_write(a, 1); }, [&] { eventfd_read(copy, &value); }));
    for (int fd : {a, b, copy}) close(fd);
}

TEST_CASE("a socket pair orders, each way for itself") {
    for (const int type : {SOCK_STREAM, SOCK_DGRAM}) {
        int s[2];
        REQUIRE(socketpair(AF_UNIX, type, 0, s) == 0);
        CHECK(carries(s[0], s[1]));
        CHECK(carries(s[1], s[0]));
        send_byte(s[1]);
        CHECK_FALSE(orders([&] { send_byte(s[0]); }, [&] { take_byte(s[0]); }));
        close(s[0]), close(s[1]);
    }
}

TEST_CASE("TCP orders: connect to accept, bytes both ways, end of file") {
    const int listening = socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in a = loopback(listening);
    listen(listening, 4);
    const int client = socket(AF_INET, SOCK_STREAM, 0);
    int server = -1;
    CHECK(orders([&] { connect(client, reinterpret_cast<const sockaddr*>(&a), sizeof a); },
                 [&] { server = accept(listening, nullptr, nullptr); }));
    REQUIRE(server >= 0);
    CHECK(carries(client, server));
    CHECK(carries(server, client));
    send_byte(client);
    CHECK_FALSE(orders([&] { send_byte(server); }, [&] { take_byte(server); }));
    CHECK(orders([&] { shutdown(client, SHUT_WR); }, [&] { take_byte(server); }));
    for (int fd : {listening, client, server}) close(fd);
}

TEST_CASE("UDP orders by the receiver's name, connected or not") {
    const int in = socket(AF_INET, SOCK_DGRAM, 0), out = socket(AF_INET, SOCK_DGRAM, 0);
    const sockaddr_in a = loopback(in);
    const auto* to = reinterpret_cast<const sockaddr*>(&a);
    CHECK(orders([&] { sendto(out, "x", 1, 0, to, sizeof a); }, [&] { take_byte(in); }));
    REQUIRE(connect(out, to, sizeof a) == 0);
    CHECK(carries(out, in));
    close(in), close(out);
}

TEST_CASE("UNIX sockets order by path or abstract name") {
    for (const bool abstract : {false, true}) {
        sockaddr_un a{};
        a.sun_family = AF_UNIX;
        const int n = std::snprintf(a.sun_path + abstract, sizeof a.sun_path - 1, "/tmp/mapcheck.%d", getpid());
        const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + n + 1);
        const int listening = socket(AF_UNIX, SOCK_STREAM, 0), client = socket(AF_UNIX, SOCK_STREAM, 0);
        REQUIRE(bind(listening, reinterpret_cast<sockaddr*>(&a), size) == 0);
        REQUIRE(listen(listening, 1) == 0);
        REQUIRE(connect(client, reinterpret_cast<sockaddr*>(&a), size) == 0);
        const int server = accept(listening, nullptr, nullptr);
        CHECK(carries(client, server));
        CHECK(carries(server, client));
        if (!abstract) unlink(a.sun_path);
        for (int fd : {listening, client, server}) close(fd);
    }
}

TEST_CASE("who registers with an epoll is before who is handed it") {
    const Pipe p;
    send_byte(p.end[1]);
    const int e = epoll_create1(0);
    epoll_event event{}, got{};
    event.events = EPOLLIN;
    CHECK(orders([&] { epoll_ctl(e, EPOLL_CTL_ADD, p.end[0], &event); }, [&] { epoll_wait(e, &got, 1, 5000); }));
    close(e);
}

TEST_CASE("queues and System V semaphores order") {
    const std::string name = "/mapcheck." + std::to_string(getpid());
    const mqd_t q = mq_open(name.c_str(), O_CREAT | O_RDWR, 0600, nullptr);
    if (q != -1) { // not everywhere
        const mqd_t again = mq_open(name.c_str(), O_RDWR);
        mq_unlink(name.c_str());
        char text[8192];
        CHECK(orders([&] { mq_send(q, "x", 1, 0); }, [&] { mq_receive(again, text, sizeof text, nullptr); }));
        mq_close(q), mq_close(again);
    }
    struct {
        long type = 1;
        char byte = 'x';
    } message;
    const int v = msgget(IPC_PRIVATE, 0600);
    CHECK(orders([&] { msgsnd(v, &message, 1, 0); }, [&] { msgrcv(v, &message, 1, 0, 0); }));
    msgctl(v, IPC_RMID, nullptr);
    const int s = semget(IPC_PRIVATE, 1, 0600);
    sembuf up{0, 1, 0}, down{0, -1, 0};
    CHECK(orders([&] { semop(s, &up, 1); }, [&] { semop(s, &down, 1); }));
    CHECK(orders([&] { semctl(s, 0, SETVAL, 1); }, [&] { semop(s, &down, 1); }));
    semctl(s, 0, IPC_RMID);
}

TEST_CASE("a description's lock of its file orders, a stream's lock does") {
    char name[] = "/tmp/mapcheck_lock_XXXXXX";
    const int one = mkstemp(name);
    const int two = open(name, O_RDWR);
    unlink(name);
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    struct flock unlock = {};
    unlock.l_type = F_UNLCK;
    fcntl(one, F_OFD_SETLKW, &lock);
    CHECK(orders([&] { fcntl(one, F_OFD_SETLK, &unlock); }, [&] { fcntl(two, F_OFD_SETLKW, &lock); }));
    close(one);
    close(two);
    flockfile(stdin);
    CHECK(orders([&] { funlockfile(stdin); },
                 [&] {
                     flockfile(stdin);
                     funlockfile(stdin);
                 }));
}

TEST_CASE("asynchronous input and output") {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    char byte = 'x', read_byte = 0;
    aiocb out = {}, in = {};
    out.aio_fildes = ends[1];
    out.aio_buf = &byte;
    in.aio_fildes = ends[0];
    in.aio_buf = &read_byte;
    out.aio_nbytes = in.aio_nbytes = 1;
    const aiocb* const list[] = {&in};
    CHECK(orders([&] { aio_write(&out); },
                 [&] {
                     aio_read(&in);
                     aio_suspend(list, 1, nullptr);
                 }));
    CHECK(read_byte == 'x');
    aio_return(&in);
    aio_return(&out);
    close(ends[0]);
    close(ends[1]);
}

TEST_CASE("a first call that throws is before the next one") {
    static pthread_once_t flag = PTHREAD_ONCE_INIT;
    CHECK(orders(
        [] {
            try {
                pthread_once(&flag, [] { throw 1; });
            } catch (int) {}
        },
        [] { pthread_once(&flag, [] {}); }));
}

TEST_CASE("who sends a signal is before who waits for it, reads it or handles it") {
    sigset_t set, before;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &set, &before);
    int signal;
    CHECK(orders([] { kill(getpid(), SIGUSR1); }, [&] { sigwait(&set, &signal); }));
    const int fd = signalfd(-1, &set, SFD_CLOEXEC);
    CHECK(orders([] { kill(getpid(), SIGUSR1); },
                 [&] {
                     signalfd_siginfo info;
                     if (read(fd, &info, sizeof info) != sizeof info) std::perror("read");
                 }));
    close(fd);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);

    static std::atomic<bool> handled, ready;
    static std::atomic<pthread_t> target;
    struct sigaction action {
    }, old;
    action.sa_handler = [](int) { handled.store(true, std::memory_order_relaxed); };
    REQUIRE(sigaction(SIGUSR2, &action, &old) == 0);
    CHECK(orders(
        [] {
            while (!ready.load(std::memory_order_relaxed)) usleep(100);
            pthread_kill(target.load(std::memory_order_relaxed), SIGUSR2);
        },
        [] {
            target.store(pthread_self(), std::memory_order_relaxed);
            ready.store(true, std::memory_order_relaxed);
            while (!handled.load(std::memory_order_relaxed)) usleep(100);
        },
        false));
    sigaction(SIGUSR2, &old, nullptr);
}
