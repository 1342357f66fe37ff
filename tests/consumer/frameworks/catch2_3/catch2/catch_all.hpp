// Stands in for Catch2 3, which Debian 12 does not have: the names, signatures and order of events that
// <mapcheck/catch2.h> relies on, after its documentation ("docs/reporter-events.md", "docs/event-listeners.md"), and
// that an assertion which fails under --abort throws. Test cases without sections; one line of output for each.
#pragma once

#include <cstddef>
#include <cstdio>
#include <cstring>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace Catch {

class StringRef {
  public:
    constexpr StringRef() = default;
    constexpr StringRef(const char* text, std::size_t size) : text_(text), size_(size) {}
    explicit operator std::string() const { return std::string(text_, size_); }

  private:
    const char* text_ = "";
    std::size_t size_ = 0;
};

struct IConfig {
    bool abort = false;
};
struct TestRunInfo {};
struct TestRunStats {};
struct TestCaseInfo {
    std::string name;
};
struct SectionInfo {};
struct SectionStats {};
struct TestCaseStats {
    const TestCaseInfo* testInfo;
    std::size_t failed;
};
struct TestFailureException {};

class IEventListener {
  public:
    explicit IEventListener(const IConfig* config) : m_config(config) {}
    virtual ~IEventListener() = default;
    virtual void fatalErrorEncountered(StringRef error) = 0;
    virtual void testRunStarting(const TestRunInfo& info) = 0;
    virtual void testCaseStarting(const TestCaseInfo& info) = 0;
    virtual void sectionStarting(const SectionInfo& info) = 0;
    virtual void sectionEnded(const SectionStats& stats) = 0;
    virtual void testCaseEnded(const TestCaseStats& stats) = 0;
    virtual void testRunEnded(const TestRunStats& stats) = 0;

  protected:
    const IConfig* m_config;
};
class EventListenerBase : public IEventListener {
  public:
    using IEventListener::IEventListener;
    void fatalErrorEncountered(StringRef) override {}
    void testRunStarting(const TestRunInfo&) override {}
    void testCaseStarting(const TestCaseInfo&) override {}
    void sectionStarting(const SectionInfo&) override {}
    void sectionEnded(const SectionStats&) override {}
    void testCaseEnded(const TestCaseStats&) override {}
    void testRunEnded(const TestRunStats&) override {}
};

using ListenerMaker = std::unique_ptr<IEventListener> (*)(const IConfig*);
struct TestCase {
    TestCaseInfo info;
    void (*body)();
};
struct Run {
    std::vector<ListenerMaker> listeners;
    std::vector<TestCase> tests;
    IConfig config;
    bool in_test_case = false;
    std::size_t failed = 0;
};
inline Run& run() {
    static Run only;
    return only;
}

template <class T>
struct ListenerRegistrar {
    explicit ListenerRegistrar(StringRef) {
        run().listeners.push_back(
            [](const IConfig* config) -> std::unique_ptr<IEventListener> { return std::make_unique<T>(config); });
    }
};
struct TestRegistrar {
    TestRegistrar(const char* name, void (*body)()) { run().tests.push_back({{name}, body}); }
};

inline void fail(const std::string& message) {
    std::printf("  %s\n", message.c_str());
    if (run().in_test_case) ++run().failed;
    if (run().config.abort) throw TestFailureException();
}

inline int main(int count, char** arguments) {
    Run& r = run();
    r.config.abort = count > 1 && std::strcmp(arguments[1], "--abort") == 0;
    std::vector<std::unique_ptr<IEventListener>> listeners;
    for (ListenerMaker make : r.listeners) listeners.push_back(make(&r.config));
    std::size_t failed = 0;
    for (const TestCase& test : r.tests) {
        if (r.config.abort && failed != 0) break;
        r.failed = 0;
        for (auto& l : listeners) l->testCaseStarting(test.info);
        r.in_test_case = true;
        for (auto& l : listeners) l->sectionStarting(SectionInfo{});
        try {
            test.body();
        } catch (const TestFailureException&) {}
        for (auto& l : listeners) l->sectionEnded(SectionStats{}); // outside of any handler
        r.in_test_case = false;
        const TestCaseStats stats{&test.info, r.failed};
        for (auto& l : listeners) l->testCaseEnded(stats);
        failed += r.failed != 0;
        std::printf("%s: %s\n", r.failed == 0 ? "passed" : "failed", test.info.name.c_str());
    }
    for (auto& l : listeners) l->testRunEnded(TestRunStats{});
    return failed == 0 ? 0 : 42;
}

} // namespace Catch

constexpr Catch::StringRef operator""_catch_sr(const char* text, std::size_t size) {
    return Catch::StringRef(text, size);
}

#define CATCH_NAMED_1(name, line) name##line
#define CATCH_NAMED(name, line) CATCH_NAMED_1(name, line)
#define CATCH_REGISTER_LISTENER(type)                                                                                  \
    namespace {                                                                                                        \
    const Catch::ListenerRegistrar<type> CATCH_NAMED(listener_registrar_, __LINE__)(#type##_catch_sr);                 \
    }
#define TEST_CASE(name)                                                                                                \
    static void CATCH_NAMED(test_case_, __LINE__)();                                                                   \
    static const Catch::TestRegistrar CATCH_NAMED(test_registrar_, __LINE__)(name, CATCH_NAMED(test_case_, __LINE__)); \
    static void CATCH_NAMED(test_case_, __LINE__)()
#define FAIL_CHECK(...) Catch::fail((std::ostringstream() << __VA_ARGS__).str())
#define CHECK(...)                                                                                                     \
    do {                                                                                                               \
        if (!(__VA_ARGS__)) Catch::fail(#__VA_ARGS__);                                                                 \
    } while (false)
