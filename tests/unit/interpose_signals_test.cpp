// A program that asks for its signal handlers is told of its own, with its own flags, and they run as
// the kernel would have run them.
#include <cerrno>
#include <csetjmp>
#include <csignal>

#include <unistd.h>

#include "catch.h"
#include "core/thread.h"
#include "edges/self.h"

using namespace mapcheck;

namespace {

volatile int got, got_code, depth_inside;
volatile bool got_info;
sigjmp_buf out_of_handler;

void plain(int signal) {
    got = signal;
    depth_inside = static_cast<int>(edges::self()->in_handler);
    errno = 1;
}
void other(int signal) { got = -signal; }
void with_info(int signal, siginfo_t* info, void* context) {
    got = signal;
    got_info = info != nullptr && context != nullptr;
    got_code = info->si_code;
}
void jumps(int) { siglongjmp(out_of_handler, 1); }

struct sigaction action_of(int signal) {
    struct sigaction a;
    REQUIRE(sigaction(signal, nullptr, &a) == 0);
    return a;
}

/// Puts a signal's disposition back at the end of a test.
class KeptAction {
  public:
    explicit KeptAction(int signal) : signal_(signal) { sigaction(signal_, nullptr, &action_); }
    ~KeptAction() { sigaction(signal_, &action_, nullptr); }
    KeptAction(const KeptAction&) = delete;
    KeptAction& operator=(const KeptAction&) = delete;

  private:
    int signal_;
    struct sigaction action_;
};

} // namespace

TEST_CASE("the program is told of its own handlers and flags") {
    const KeptAction kept(SIGUSR1);
    struct sigaction a {
    }, old{};
    a.sa_handler = plain;
    a.sa_flags = SA_RESTART;
    sigemptyset(&a.sa_mask);
    sigaddset(&a.sa_mask, SIGHUP);
    REQUIRE(sigaction(SIGUSR1, &a, nullptr) == 0);
    raise(SIGUSR1);
    CHECK(got == SIGUSR1);
    CHECK(depth_inside == 1);
    CHECK(errno == 1); // what the handler did to errno is the handler's
    CHECK(edges::self()->in_handler == 0);
    old = action_of(SIGUSR1);
    CHECK(old.sa_handler == plain);
    CHECK((old.sa_flags & SA_SIGINFO) == 0);
    CHECK((old.sa_flags & SA_RESTART) != 0);
    CHECK(sigismember(&old.sa_mask, SIGHUP) == 1);
    struct sigaction both {};
    both.sa_handler = other;
    struct sigaction* volatile out = &both; // in and out may be one
    CHECK(sigaction(SIGUSR1, &both, out) == 0);
    CHECK(both.sa_handler == plain);
    raise(SIGUSR1);
    CHECK(got == -SIGUSR1);
}

TEST_CASE("a handler with information, reset after one delivery") {
    const KeptAction kept(SIGUSR1);
    struct sigaction a {};
    a.sa_sigaction = with_info;
    a.sa_flags = SA_SIGINFO | SA_RESETHAND | SA_NODEFER;
    REQUIRE(sigaction(SIGUSR1, &a, nullptr) == 0);
    CHECK(action_of(SIGUSR1).sa_sigaction == with_info);
    for (const unsigned flag : {unsigned{SA_SIGINFO}, unsigned{SA_RESETHAND}, unsigned{SA_NODEFER}})
        CHECK((static_cast<unsigned>(action_of(SIGUSR1).sa_flags) & flag) != 0);
    sigqueue(getpid(), SIGUSR1, sigval{});
    CHECK(got == SIGUSR1);
    CHECK(got_info);
    CHECK(got_code == SI_QUEUE);
    CHECK(action_of(SIGUSR1).sa_handler == SIG_DFL);
}

TEST_CASE("signal and its kin") {
    const KeptAction kept(SIGUSR2);
    signal(SIGUSR2, SIG_DFL);
    CHECK(signal(SIGUSR2, plain) == SIG_DFL);
    CHECK(signal(SIGUSR2, other) == plain);
    raise(SIGUSR2);
    CHECK(got == -SIGUSR2);
    CHECK((action_of(SIGUSR2).sa_flags & SA_RESTART) != 0);
    CHECK(signal(SIGUSR2, SIG_IGN) == other);
    CHECK(signal(SIGUSR2, SIG_DFL) == SIG_IGN);
    CHECK(__sysv_signal(SIGUSR2, plain) == SIG_DFL);
    raise(SIGUSR2);
    CHECK(action_of(SIGUSR2).sa_handler == SIG_DFL); // System V: once
    errno = 0;
    CHECK(signal(SIGKILL, plain) == SIG_ERR);
    CHECK(errno == EINVAL);
    errno = 0;
    CHECK(signal(9999, plain) == SIG_ERR);
    CHECK(errno == EINVAL);
}

TEST_CASE("jumps out of handlers leave no trace") {
    const KeptAction kept(SIGUSR2);
    signal(SIGUSR2, jumps);
    static int i; // a jump may forget a local one
    for (i = 0; i < 20; ++i)
        if (sigsetjmp(out_of_handler, 1) == 0) raise(SIGUSR2);
    CHECK(edges::self()->in_handler == 0);
    CHECK(edges::self()->inside == 0);
}
