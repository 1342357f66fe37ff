// What a program can see of an interposed call is what the C library would have shown it: results,
// errno, exceptions and cancellation that pass through. Signals: interpose_signals_test.cpp.
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <pthread.h>
#include <sys/wait.h>
#include <threads.h>
#include <unistd.h>

#include "catch.h"
#include "core/task.h"
#include "core/thread.h"
#include "edges/interpose.h"
#include "edges/self.h"

using namespace mapcheck;

namespace {

constexpr timespec long_ago{1, 0};
constexpr int odd_errno = 4711;

template <class Call>
int error_of(const Call& call) {
    errno = odd_errno;
    const int error = call();
    CHECK(errno == odd_errno);
    return error;
}

} // namespace

TEST_CASE("mutex calls lock, answer and keep errno") {
    pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
    core::Thread* t = edges::self();
    CHECK(error_of([&] { return pthread_mutex_lock(&m); }) == 0);
    CHECK(t->locks == 1);
    CHECK(t->lock[0].address == reinterpret_cast<std::uint64_t>(&m));
    CHECK(error_of([&] { return pthread_mutex_trylock(&m); }) == EBUSY);
    CHECK(error_of([&] { return pthread_mutex_timedlock(&m, &long_ago); }) == ETIMEDOUT);
    CHECK(error_of([&] { return pthread_mutex_clocklock(&m, CLOCK_MONOTONIC, &long_ago); }) == ETIMEDOUT);
    CHECK(t->locks == 1);
    CHECK(error_of([&] { return pthread_mutex_unlock(&m); }) == 0);
    CHECK(t->locks == 0);

    pthread_mutexattr_t kind;
    pthread_mutexattr_init(&kind);
    pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_t checked;
    pthread_mutex_init(&checked, &kind);
    CHECK(pthread_mutex_unlock(&checked) == EPERM);
    CHECK(pthread_mutex_lock(&checked) == 0);
    CHECK(pthread_mutex_lock(&checked) == EDEADLK);
    CHECK(pthread_mutex_unlock(&checked) == 0);
    CHECK(pthread_mutex_destroy(&checked) == 0);

    pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_t again;
    pthread_mutex_init(&again, &kind);
    pthread_mutex_lock(&again), pthread_mutex_lock(&again);
    CHECK(t->locks == 2);
    pthread_mutex_unlock(&again);
    CHECK(t->locks == 1);
    pthread_mutex_unlock(&again);
    CHECK(t->locks == 0);
    pthread_mutex_destroy(&again);

    pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_NORMAL);
    pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
    static pthread_mutex_t robust;
    pthread_mutex_init(&robust, &kind);
    std::thread([] { pthread_mutex_lock(&robust); }).join();
    CHECK(pthread_mutex_lock(&robust) == EOWNERDEAD);
    CHECK(t->locks == 1);
    CHECK(pthread_mutex_consistent(&robust) == 0);
    CHECK(pthread_mutex_unlock(&robust) == 0);
    CHECK(t->locks == 0);
}

TEST_CASE("reader-writer locks, spin locks and C11 mutexes lock") {
    core::Thread* t = edges::self();
    pthread_rwlock_t l = PTHREAD_RWLOCK_INITIALIZER;
    CHECK(pthread_rwlock_rdlock(&l) == 0);
    CHECK(pthread_rwlock_tryrdlock(&l) == 0);
    CHECK(pthread_rwlock_timedrdlock(&l, &long_ago) == 0);
    CHECK(pthread_rwlock_trywrlock(&l) == EBUSY);
    CHECK(t->locks == 3);
    CHECK(t->lock[2].exclusive == 0);
    for (int i = 0; i < 3; ++i) CHECK(pthread_rwlock_unlock(&l) == 0);
    CHECK(t->locks == 0);
    CHECK(pthread_rwlock_wrlock(&l) == 0);
    CHECK(t->lock[0].exclusive == 1);
    CHECK(pthread_rwlock_tryrdlock(&l) == EBUSY);
    CHECK(pthread_rwlock_unlock(&l) == 0);
    CHECK(pthread_rwlock_clockwrlock(&l, CLOCK_MONOTONIC, &long_ago) == 0);
    CHECK(pthread_rwlock_unlock(&l) == 0);
    pthread_spinlock_t s;
    pthread_spin_init(&s, 0);
    CHECK(pthread_spin_lock(&s) == 0);
    CHECK(pthread_spin_trylock(&s) == EBUSY);
    CHECK(pthread_spin_unlock(&s) == 0);
    mtx_t m;
    mtx_init(&m, mtx_plain);
    CHECK(mtx_lock(&m) == thrd_success);
    CHECK(mtx_trylock(&m) == thrd_busy);
    CHECK(t->locks == 1);
    CHECK(mtx_unlock(&m) == thrd_success);
    CHECK(t->locks == 0);
    mtx_destroy(&m);
}

TEST_CASE("a wait that times out or is cancelled holds its mutex") {
    static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
    static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
    static std::atomic<bool> waits;
    static unsigned locks_in_cleanup;
    pthread_mutex_lock(&m);
    CHECK(error_of([] { return pthread_cond_timedwait(&c, &m, &long_ago); }) == ETIMEDOUT);
    CHECK(error_of([] { return pthread_cond_clockwait(&c, &m, CLOCK_MONOTONIC, &long_ago); }) == ETIMEDOUT);
    CHECK(edges::self()->locks == 1);
    pthread_mutex_unlock(&m);
    pthread_t thread;
    pthread_create(
        &thread, nullptr,
        [](void*) -> void* {
            struct Cleanup {
                ~Cleanup() {
                    locks_in_cleanup = edges::self()->locks;
                    pthread_mutex_unlock(&m);
                }
            };
            pthread_mutex_lock(&m);
            const Cleanup cleanup;
            waits = true;
            while (true) pthread_cond_wait(&c, &m);
        },
        nullptr);
    while (!waits) usleep(100);
    pthread_mutex_lock(&m), pthread_mutex_unlock(&m); // it waits by now
    pthread_cancel(thread);
    void* result;
    CHECK(pthread_join(thread, &result) == 0);
    CHECK(result == PTHREAD_CANCELED);
    CHECK(locks_in_cleanup == 1);
    CHECK(pthread_mutex_trylock(&m) == 0);
    pthread_mutex_unlock(&m);
}

TEST_CASE("once: exceptions pass, nesting works") {
    static pthread_once_t flag = PTHREAD_ONCE_INIT, outer = PTHREAD_ONCE_INIT, inner = PTHREAD_ONCE_INIT;
    static int calls, sequence;
    const auto first_throws = [] {
        if (++calls == 1) throw std::runtime_error("first");
    };
    CHECK_THROWS_AS(pthread_once(&flag, first_throws), std::runtime_error);
    CHECK(pthread_once(&flag, first_throws) == 0);
    CHECK(pthread_once(&flag, first_throws) == 0);
    CHECK(calls == 2);
    pthread_once(&outer, [] {
        pthread_once(&inner, [] { sequence = sequence * 10 + 1; });
        sequence = sequence * 10 + 2;
    });
    CHECK(sequence == 12);
    std::once_flag standard;
    int tries = 0;
    for (int i = 0; i < 4; ++i) {
        try {
            std::call_once(standard, [&] {
                if (++tries < 3) throw i;
            });
        } catch (int) {}
    }
    CHECK(tries == 3);
}

TEST_CASE("a guard that throws is entered again") {
    static int tries;
    const auto make = [] {
        static const int value = [] {
            if (++tries == 1) throw 1;
            return 7;
        }();
        return value;
    };
    CHECK_THROWS_AS(make(), int);
    CHECK(edges::self()->in_guard == 0);
    CHECK(make() == 7);
    CHECK(edges::self()->in_guard == 0);
}

TEST_CASE("descriptors answer as ever") {
    char byte = 0;
    errno = 0;
    CHECK(read(-1, &byte, 1) == -1);
    CHECK(errno == EBADF);
    errno = 0;
    CHECK(close(123456) == -1);
    CHECK(errno == EBADF);
    const int zero = open("/dev/zero", O_RDWR);
    CHECK(error_of([&] { return static_cast<int>(read(zero, &byte, 1)); }) == 1);
    CHECK(error_of([&] { return static_cast<int>(write(zero, &byte, 1)); }) == 1);
    CHECK((fcntl(zero, F_GETFL) & O_ACCMODE) == O_RDWR);
    CHECK(error_of([&] { return close(zero); }) == 0);
    char text[4] = {};
    FILE* memory = fmemopen(text, sizeof text, "r");
    CHECK(error_of([&] { return std::fclose(memory); }) == 0);
    int ends[2];
    REQUIRE(pipe2(ends, O_NONBLOCK) == 0);
    errno = 0;
    CHECK(read(ends[0], &byte, 1) == -1);
    CHECK(errno == EAGAIN);
    close(ends[0]), close(ends[1]);
}

TEST_CASE("threads end in every way") {
    static int value;
    pthread_t thread;
    void* result = nullptr;
    REQUIRE(pthread_create(
                &thread, nullptr, [](void*) -> void* { pthread_exit(&value); }, nullptr) == 0);
    CHECK(pthread_join(thread, &result) == 0);
    CHECK(result == &value);
    thrd_t c11;
    int returned = 0;
    REQUIRE(thrd_create(
                &c11, [](void*) { return 5; }, nullptr) == thrd_success);
    CHECK(thrd_join(c11, &returned) == thrd_success);
    CHECK(returned == 5);
    CHECK(pthread_join(pthread_self(), nullptr) == EDEADLK);
    static std::atomic<int> ended;
    pthread_attr_t detached;
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    for (int i = 0; i < 20; ++i) {
        const auto ends = [](void*) -> void* { return ++ended, nullptr; };
        while (pthread_create(&thread, &detached, ends, nullptr) != 0) usleep(1000);
    }
    pthread_attr_destroy(&detached);
    while (ended < 20) usleep(1000);
    std::vector<std::thread> many; // fewer than there are clock components, for the tests that come after
    for (int i = 0; i < 20; ++i) many.emplace_back([] { usleep(1000); });
    for (std::thread& t : many) t.join();
}

TEST_CASE("a thread that cannot be made is an error, as ever") {
    pthread_attr_t huge;
    pthread_attr_init(&huge);
    pthread_attr_setstacksize(&huge, std::size_t{1} << 46);
    pthread_t thread;
    CHECK(pthread_create(
              &thread, &huge, [](void*) -> void* { return nullptr; }, nullptr) == EAGAIN);
    pthread_attr_destroy(&huge);
}

TEST_CASE("a thread's name is its task's") {
    static std::atomic<bool> named;
    static std::atomic<unsigned> task;
    std::thread thread([] {
        task = edges::self()->task;
        while (!named) usleep(100);
    });
    while (task == 0) usleep(100);
    CHECK(pthread_setname_np(thread.native_handle(), "far too long a name") == ERANGE);
    CHECK(pthread_setname_np(thread.native_handle(), "worker") == 0);
    CHECK(std::string(core::task_find(task)->name) == "worker");
    named = true;
    thread.join();
}

TEST_CASE("children of fork go on") {
    std::atomic<bool> stop{false};
    std::thread busy([&] {
        std::mutex m;
        while (!stop) std::lock_guard<std::mutex>{m};
    });
    for (int i = 0; i < 20; ++i) {
        const pid_t child = fork();
        if (child == 0) {
            std::mutex m;
            std::lock_guard<std::mutex>{m};
            _exit(core::task_find(edges::self()->task)->os_id == getpid() ? 7 : 8);
        }
        int status = 0;
        waitpid(child, &status, 0);
        CHECK(WIFEXITED(status));
        CHECK(WEXITSTATUS(status) == 7);
    }
    stop = true;
    busy.join();
}

TEST_CASE("a missing function fails as on an older system") {
    edges::Real<int(int) noexcept> pthread_like{"pthread_no_such_function"};
    CHECK(pthread_like(1) == ENOSYS);
    edges::Real<int(int)> system_call_like{"no_such_function"};
    errno = 0;
    CHECK(system_call_like(1) == -1);
    CHECK(errno == ENOSYS);
}
