#include "edges/reporter.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <new>

#include <csignal>
#include <pthread.h>

#include "edges/modules.h"
#include "edges/raw_system.h"
#include "edges/reporter_key.h"
#include "edges/reporter_lock.h"
#include "edges/reporter_output.h"
#include "edges/reporter_stack.h"
#include "edges/reporter_summary.h"
#include "edges/reporter_table.h"
#include "edges/reporter_user.h"
#include "edges/self.h"
#include "edges/suppressions.h"
#include "edges/symbolizer.h"
#include "sinks/stack_view.h"
#include "sinks/text.h"

namespace mapcheck::edges {

namespace {

/// All of the reporter's memory: static, because the thread that makes a finding may have a small
/// stack and nothing here may allocate.
struct Reporter {
    explicit Reporter(const Options& o) : options(o), suppressions() { table.clear(); }

    ReporterLock lock;
    ReporterStack stack;
    Options options;
    ReporterTable table;
    Suppressions suppressions;
    Output output;
    Symbolizer symbolizer;
    sinks::TextSink text;
    sinks::StackView view;
    std::uint64_t findings = 0; ///< atomic
    std::uint64_t dropped = 0;  ///< atomic: made inside a report
    bool summary_done = false;
    bool halting = false;   ///< under the lock
    bool color = false;     ///< found out at start, before a sandbox may forbid to ask
    char running[256] = ""; ///< under the lock
};

/// Never destroyed: findings are made until the very end. In .bss, for it is mostly buffers.
alignas(Reporter) unsigned char storage[sizeof(Reporter)];
Reporter* reporter = nullptr;

/// While a report is made: no asynchronous signal (a handler might jump out of it for ever), no
/// cancellation, errno as it was.
class Undisturbed {
  public:
    Undisturbed() {
        std::uint64_t all = ~std::uint64_t{0};
        for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS}) {
            all &= ~(std::uint64_t{1} << (fault - 1));
        }
        raw::call(SYS_rt_sigprocmask, SIG_BLOCK, raw::as_long(&all), raw::as_long(&old_), sizeof old_);
        pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_);
    }
    ~Undisturbed() {
        pthread_setcancelstate(cancel_, nullptr);
        restore_signals();
        errno = errno_;
    }
    Undisturbed(const Undisturbed&) = delete;
    Undisturbed& operator=(const Undisturbed&) = delete;

    void restore_signals() const { raw::call(SYS_rt_sigprocmask, SIG_SETMASK, raw::as_long(&old_), 0, sizeof old_); }

  private:
    int errno_ = errno;
    std::uint64_t old_ = 0;
    int cancel_ = 0;
};

bool wants_color(const Reporter& r) {
    return r.options.color.is("always") || (r.options.color.is("auto") && r.output.is_terminal());
}

/// Hash of the user's line of a side, or of its address where no line is known.
std::uint64_t place_key(Reporter& r, const Finding& f, std::size_t side) {
    if (side >= f.sides) {
        return 0;
    }
    r.view.load(f.side[side].stack, r.symbolizer, false);
    const sinks::Frame* top = r.view.top();
    if (top == nullptr) {
        return 0;
    }
    if (top->file == nullptr || top->line == 0) {
        const char* module = top->module != nullptr ? top->module : "";
        return hash_bytes(module, std::strlen(module), top->offset);
    }
    return hash_bytes(top->file, std::strlen(top->file), top->line);
}

sinks::Facts facts_of(Reporter& r) {
    sinks::Facts facts = {};
    facts.pid = raw::process_id();
    facts.unseen = unseen_module_names();
    facts.color = r.color;
    facts.verbose = r.options.verbose > 0;
    facts.running = r.running;
    return facts;
}

/// What became of a finding.
enum class Fate { printed, counted, suppressed };

/// Under the lock.
Fate print(Reporter& r, const Finding& f, const char* element_key) {
    const std::uint64_t key = ReporterTable::key_of(f);
    if (r.table.known(key)) {
        r.table.count_seen(f.kind);
        return Fate::counted;
    }
    const core::Thread* thread = self_if_known();
    r.symbolizer.begin_report(thread != nullptr && thread->in_handler == 0);
    // Each one is asked for anew: equal code addresses may belong to maps of different names.
    if (const std::size_t rule = r.suppressions.match(f, r.symbolizer); rule != Suppressions::none) {
        r.suppressions.count(rule);
        return Fate::suppressed;
    }
    r.table.count_seen(f.kind);
    if (!r.table.may_print()) {
        return Fate::counted;
    }
    const std::uint64_t places = ReporterTable::key_of_places(f.kind, place_key(r, f, 0), place_key(r, f, 1));
    const bool equal = r.table.known(places);
    r.table.remember(key);
    r.table.remember(places);
    if (equal) {
        return Fate::counted;
    }
    r.table.count_printed(f.kind);
    sinks::Facts facts = facts_of(r);
    facts.key = element_key;
    r.text.report(f, r.symbolizer, r.output, facts);
    r.output.flush();
    return Fate::printed;
}

void summarise(Reporter& r) {
    if (r.summary_done || !r.options.print_summary) {
        return;
    }
    r.summary_done = true;
    SummaryFacts facts = {};
    facts.sink = facts_of(r);
    facts.dropped = __atomic_load_n(&r.dropped, __ATOMIC_RELAXED);
    char reason[1024];
    const std::size_t size = order_reason(reason, sizeof reason - 1);
    reason[size < sizeof reason ? size : 0] = 0;
    facts.order_reason = reason;
    write_summary(r.table, facts, r.output);
    r.suppressions.print_used(r.output);
    r.output.flush();
}

/// The lock stays taken: no other thread prints any more.
[[noreturn]] void halt(Reporter& r, const Undisturbed& undisturbed) {
    (void)r.lock.lock();
    auto make = [&r] { summarise(r); };
    r.stack.call(make);
    if (r.options.abort_on_error) {
        undisturbed.restore_signals();
        std::abort();
    }
    while (true) {
        raw::call(SYS_exit_group, r.options.exitcode);
    }
}

} // namespace

void reporter_start(const Options& options) {
    reporter = new (storage) Reporter(options);
    reporter->output.start(reporter->options.log_path.at);
    reporter->color = wants_color(*reporter);
    reporter->symbolizer.set_notice(reporter_complain);
    reporter->symbolizer.set_style(options.symbolize, reporter->options.strip_path_prefix.at);
    if (const char* text = user_suppressions()) {
        reporter->suppressions.add(text, std::strlen(text), "__mapcheck_default_suppressions()", reporter_complain);
    }
    if (!options.suppressions.is("")) {
        reporter->suppressions.read_file(reporter->options.suppressions.at, reporter_complain);
    }
}

void reporter_handle(const Finding& finding) {
    if (reporter == nullptr) {
        return;
    }
    Reporter& r = *reporter;
    const bool is_certain = finding.evidence == Evidence::in_flight || finding.evidence == Evidence::dead_iterator;
    if (!r.options.report_bugs || (r.options.evidence.is("certain") && !is_certain)) {
        return;
    }
    const Undisturbed undisturbed;
    KeyText key;
    if (r.options.print_keys) {
        read_key(finding.key, key);
    }
    if (!r.lock.lock()) {
        __atomic_fetch_add(&r.dropped, 1, __ATOMIC_RELAXED);
        __atomic_fetch_add(&r.findings, 1, __ATOMIC_RELAXED);
        return;
    }
    if (r.halting) {
        r.lock.unlock();
        return;
    }
    Fate fate = Fate::suppressed;
    auto make = [&] { fate = print(r, finding, key.end()); };
    r.stack.call(make);
    if (fate != Fate::suppressed) {
        __atomic_fetch_add(&r.findings, 1, __ATOMIC_RELAXED);
    }
    const bool halts = fate == Fate::printed && r.options.halt_on_error;
    r.halting = halts;
    r.lock.unlock();
    if (fate == Fate::printed) {
        tell_user(finding, key.end());
    }
    if (halts) {
        halt(r, undisturbed);
    }
}

void reporter_summary() {
    if (reporter == nullptr) {
        return;
    }
    Reporter& r = *reporter;
    const Undisturbed undisturbed;
    if (r.lock.lock()) {
        auto make = [&r] { summarise(r); };
        r.stack.call(make);
        r.lock.unlock();
    }
}

int exit_status(int wanted) {
    return reporter_findings() != 0 && reporter->options.exitcode != 0 ? reporter->options.exitcode : wanted;
}

std::uint64_t reporter_findings() {
    return reporter != nullptr ? __atomic_load_n(&reporter->findings, __ATOMIC_RELAXED) : 0;
}

void reporter_after_fork() {
    if (reporter == nullptr) {
        return;
    }
    Reporter& r = *reporter;
    if (r.lock.reset()) {
        r.symbolizer.after_fork(); // another thread of the parent was in the middle of a report
    }
    r.output.discard();
    r.table.clear();
    r.findings = 0;
    r.dropped = 0;
    r.summary_done = false;
    r.halting = false;
}

void reporter_running(const char* what) {
    if (reporter == nullptr) {
        return;
    }
    const Undisturbed undisturbed;
    if (!reporter->lock.lock()) {
        return; // from inside a report
    }
    const std::size_t size = what != nullptr ? std::strlen(what) : 0;
    const std::size_t kept = size < sizeof reporter->running ? size : sizeof reporter->running - 1;
    if (kept != 0) std::memcpy(reporter->running, what, kept);
    reporter->running[kept] = 0;
    reporter->lock.unlock();
}

void reporter_complain(const char* text, std::size_t size) { Output::complain(text, size); }

} // namespace mapcheck::edges
