// The reporter in processes of its own: what is printed, how often, where to, and how they end.
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "catch.h"
#include "edges/reporter.h"
#include "edges/reporter_lock.h"

using namespace mapcheck;
using edges::Options;

namespace {

// A macro, so that all of it is on one line.
#if defined(__x86_64__)
#define MAPCHECK_TEST_TWO_ADDRESSES(pc)                                                                                \
    asm volatile("lea 0(%%rip), %0\n\tlea 0(%%rip), %1" : "=&r"((pc)[0]), "=&r"((pc)[1]))
#else
#define MAPCHECK_TEST_TWO_ADDRESSES(pc) asm volatile("adr %0, .+4\n\tadr %1, .+4" : "=&r"((pc)[0]), "=&r"((pc)[1]))
#endif

/// A finding whose two sides are at these addresses; nothing is there, so they stay numbers.
Finding finding(Kind kind, std::uint64_t first, std::uint64_t second) {
    Finding f = {};
    f.kind = kind;
    f.evidence = Evidence::in_flight;
    f.sides = 2;
    f.side[0].role = Role::read;
    f.side[1].role = Role::write;
    f.side[0].stack.size = f.side[1].stack.size = 1;
    f.side[0].stack.pc[0] = first;
    f.side[1].stack.pc[0] = second;
    f.map.type = "std::map<int, int>";
    return f;
}

struct Run {
    int status;
    std::string log; ///< what the child wrote to its log_path
};

/// Runs body in a child whose reporter writes to a file; its exit status is that of the runtime.
Run in_child(Options options, const std::function<void()>& body) {
    const std::filesystem::path log =
        std::filesystem::temp_directory_path() / ("mapcheck_reporter_test_" + std::to_string(getpid()));
    std::strcpy(options.log_path.at, log.c_str());
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        signal(SIGABRT, SIG_DFL); // not Catch's
        edges::reporter_start(options);
        body();
        edges::reporter_summary();
        _exit(edges::exit_status(0));
    }
    Run run = {};
    REQUIRE(waitpid(child, &run.status, 0) == child);
    const std::string name = log.string() + "." + std::to_string(child);
    std::ifstream file(name);
    std::ostringstream text;
    text << file.rdbuf();
    run.log = text.str();
    std::filesystem::remove(name);
    return run;
}

/// Memory that the parent and its children see: what a child observes cannot be its exit status, which
/// is the runtime's.
struct Observed {
    int inherited, own, kept_errno;
};
Observed* observed() {
    static Observed* const memory = static_cast<Observed*>(
        mmap(nullptr, sizeof(Observed), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    return memory;
}

bool exited_with(const Run& run, int code) { return WIFEXITED(run.status) && WEXITSTATUS(run.status) == code; }

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t n = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
    return n;
}

} // namespace

TEST_CASE("nothing found: nothing is written, the status is the program's") {
    const Run run = in_child({}, [] {});
    CHECK(exited_with(run, 0));
    CHECK(run.log.empty());
}

TEST_CASE("equal findings are printed once and counted, from either side and from many threads") {
    const Run run = in_child({}, [] {
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([t] {
                for (std::uint64_t i = 0; i < 100; ++i) {
                    const std::uint64_t first = 100 + i % 5, second = 1000 + i % 5;
                    edges::reporter_handle(t % 2 == 0 ? finding(Kind::read_write, first, second)
                                                      : finding(Kind::read_write, second, first));
                }
            });
        }
        for (std::thread& t : threads) t.join();
        edges::reporter_handle(finding(Kind::write_write, 100, 1000));
    });
    CHECK(exited_with(run, 66));
    CHECK(count(run.log, "WARNING: mapcheck: concurrent map read and map write") == 5);
    CHECK(count(run.log, "WARNING: mapcheck: concurrent map writes") == 1);
    CHECK(count(run.log, "\nSUMMARY: mapcheck: ") == 6);
    CHECK(run.log.find("mapcheck: 6 findings, seen 401 times") != std::string::npos);
    CHECK(run.log.find("  concurrent map read and map write: 5, seen 400 times\n") != std::string::npos);
    CHECK(run.log.find("  concurrent map writes: 1, seen once\n") != std::string::npos);
}

TEST_CASE("two addresses of one line are one finding") {
    const Run run = in_child({}, [] {
        std::uint64_t pc[2];
        MAPCHECK_TEST_TWO_ADDRESSES(pc);
        edges::reporter_handle(finding(Kind::read_write, pc[0], 2));
        edges::reporter_handle(finding(Kind::read_write, pc[1], 2));
    });
    CHECK(count(run.log, "WARNING: mapcheck") == 1);
    CHECK(run.log.find("unit/reporter_test.cpp:") != std::string::npos);
    CHECK(run.log.find("mapcheck: 1 finding, seen 2 times") != std::string::npos);
}

TEST_CASE("reports do not mix: each stands whole between its rulers") {
    const Run run = in_child({}, [] {
        std::vector<std::thread> threads;
        for (std::uint64_t t = 0; t < 4; ++t) {
            threads.emplace_back([t] {
                for (std::uint64_t i = 0; i < 20; ++i)
                    edges::reporter_handle(finding(Kind::dead_erase, t * 100 + i, 7777));
            });
        }
        for (std::thread& t : threads) t.join();
    });
    std::istringstream lines(run.log);
    std::string line, expected = "=";
    std::size_t reports = 0;
    while (std::getline(lines, line)) {
        if (line.compare(0, 3, "===") == 0) {
            CHECK((expected == "=" || expected == "end"));
            expected = expected == "=" ? "WARNING" : "=";
        } else if (line.compare(0, 7, "WARNING") == 0) {
            CHECK(expected == "WARNING");
            expected = "SUMMARY";
        } else if (line.compare(0, 7, "SUMMARY") == 0) {
            CHECK(expected == "SUMMARY");
            expected = "end";
            ++reports;
        }
    }
    CHECK(reports == 80);
}

TEST_CASE("what is printed is bounded") {
    const Run run = in_child({}, [] {
        for (std::uint64_t i = 0; i < 600; ++i) edges::reporter_handle(finding(Kind::dead_clear, 1000 + i, 7777));
    });
    CHECK(count(run.log, "WARNING: mapcheck") == 512);
    CHECK(run.log.find("seen 600 times") != std::string::npos);
    CHECK(run.log.find("not printed: different findings beyond the first 512") != std::string::npos);
}

TEST_CASE("exitcode, halt_on_error and abort_on_error") {
    const auto two = [] {
        edges::reporter_handle(finding(Kind::read_write, 1, 2));
        edges::reporter_handle(finding(Kind::read_write, 3, 4));
    };
    Options options;
    options.exitcode = 7;
    CHECK(exited_with(in_child(options, two), 7));
    options.exitcode = 0;
    CHECK(exited_with(in_child(options, two), 0));

    options.exitcode = 9;
    options.halt_on_error = true;
    Run run = in_child(options, two);
    CHECK(exited_with(run, 9));
    CHECK(count(run.log, "WARNING: mapcheck") == 1);
    CHECK(count(run.log, "mapcheck: 1 finding, seen once") == 1);

    options.abort_on_error = true;
    run = in_child(options, two);
    CHECK(WIFSIGNALED(run.status));
    CHECK(WTERMSIG(run.status) == SIGABRT);
    CHECK(count(run.log, "WARNING: mapcheck") == 1);
}

TEST_CASE("the child of a fork answers for its own findings only") {
    Observed* const seen = observed();
    seen->own = seen->inherited = -1;
    const Run run = in_child({}, [seen] {
        edges::reporter_handle(finding(Kind::read_write, 1, 2));
        for (int* result : {&seen->inherited, &seen->own}) {
            const pid_t child = fork(); // interposed: tells the reporter
            if (child == 0) {
                if (result == &seen->own) edges::reporter_handle(finding(Kind::read_write, 1, 2));
                *result = edges::exit_status(0);
                _exit(0);
            }
            waitpid(child, nullptr, 0);
            std::error_code ignored;
            std::filesystem::remove(
                std::filesystem::temp_directory_path() /
                    ("mapcheck_reporter_test_" + std::to_string(getppid()) + "." + std::to_string(child)),
                ignored);
        }
    });
    CHECK(exited_with(run, 66));
    CHECK(seen->inherited == 0);
    CHECK(seen->own == 66);
}

TEST_CASE("a destination that takes nothing loses text and nothing else") {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    close(ends[0]);
    const int full = open("/dev/full", O_WRONLY);
    for (const int to : {-1, ends[1], full}) {
        observed()->kept_errno = 0;
        const Run run = in_child({}, [to] {
            Options on_stderr;
            edges::reporter_start(on_stderr);
            if (to < 0) {
                close(2);
            } else {
                dup2(to, 2);
            }
            errno = 42;
            edges::reporter_handle(finding(Kind::read_write, 1, 2));
            observed()->kept_errno = errno;
        });
        CHECK(exited_with(run, 66));
        CHECK(observed()->kept_errno == 42);
    }
    close(ends[1]);
    close(full);
}

TEST_CASE("a log that cannot be written is named, and reports go to standard error") {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const Run run = in_child({}, [&] {
        Options options;
        std::strcpy(options.log_path.at, "/nonexistent/directory/log");
        edges::reporter_start(options);
        dup2(ends[1], 2);
        close(ends[0]);
        close(ends[1]);
        edges::reporter_handle(finding(Kind::read_write, 1, 2));
    });
    close(ends[1]);
    std::string text;
    char piece[4096];
    for (ssize_t n = 0; (n = read(ends[0], piece, sizeof piece)) > 0;) text.append(piece, static_cast<std::size_t>(n));
    close(ends[0]);
    CHECK(exited_with(run, 66));
    CHECK(count(text, "log_path: cannot write to /nonexistent/directory/log.") == 1);
    CHECK(count(text, "(No such file or directory)") == 1);
    CHECK(count(text, "WARNING: mapcheck") == 1);
}

TEST_CASE("the reporter's lock refuses the thread that has it and makes others wait") {
    edges::ReporterLock lock;
    REQUIRE(lock.lock());
    CHECK_FALSE(lock.lock());
    lock.unlock();
    int value = 0; // changed under the lock only
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 20'000; ++i) {
                lock.lock();
                ++value;
                lock.unlock();
            }
        });
    }
    for (std::thread& t : threads) t.join();
    CHECK(value == 80'000);
    CHECK(lock.lock());
    CHECK(lock.reset());
    CHECK(lock.lock());
    lock.unlock();
    CHECK_FALSE(lock.reset());
}
