#include "simulation/simulation.h"

#include <cctype>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <mapcheck/finding_text.h>

#include "catch.h"
#include "core/slot.h"
#include "simulation/shared_components.h"
#include "simulation/words.h"

namespace mapcheck::simulation {
namespace {

Simulation* running;

/// Splits at ';' and trims; empty events are left out.
std::vector<std::string> events_in(const std::string& text) {
    std::vector<std::string> events;
    std::istringstream in(text);
    for (std::string event; std::getline(in, event, ';');) {
        const std::size_t first = event.find_first_not_of(" \n\t");
        if (first == std::string::npos) continue;
        events.push_back(event.substr(first, event.find_last_not_of(" \n\t") - first + 1));
    }
    return events;
}

const char* text_of(Evidence evidence) {
    switch (evidence) {
    case Evidence::in_flight:
        return "in_flight";
    case Evidence::dead_iterator:
        return "dead_iterator";
    case Evidence::unordered:
        return "unordered";
    case Evidence::overlap:
        return "overlap";
    }
    return "?";
}

std::uint64_t switch_bit(const std::string& name) {
#define MAPCHECK_SWITCH(n)                                                                                             \
    if (name == #n) return std::uint64_t{1} << static_cast<int>(core::Switch::n);
#include "core/switches.inc"
#undef MAPCHECK_SWITCH
    throw std::runtime_error("option: no switch '" + name + "'");
}

void set_option(core::Config& config, const std::string& option) {
    const std::size_t equals = option.find('=');
    const std::string name = option.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : option.substr(equals + 1);
    if (name == "order" && value == "off")
        config.order = core::Order::off;
    else if (name == "order" && value == "partly")
        config.order = core::Order::partly;
    else if (name == "overlap" && value == "any")
        config.overlap_any = true;
    else if (name == "off")
        config.off |= switch_bit(value);
    else
        throw std::runtime_error("option '" + option + "' is not known");
}

} // namespace

Simulation::Simulation(const std::string& options)
    : case_([] {
          static std::uintptr_t cases = 0;
          return cases++;
      }()),
      config_before_(core::config), counters_before_(core::counters), play_(0x5000'0000'0000 + (case_ << 16)) {
    static const bool started = core::slots_bytes() != 0 || core::slots_start();
    if (!started) throw std::runtime_error("the region of shadow slots cannot be mapped");
    if (running != nullptr) throw std::runtime_error("one simulation at a time");
    core::Config config;
    std::istringstream in(options);
    for (std::string option; in >> option;) {
        if (option == "once")
            once_ = true;
        else
            set_option(config, option);
    }
    running = this;
    core::config = core::Config{}; // a switch must not cut what keeps cases apart
    core::set_finding_handler(take_finding);
    start(0, nullptr, false);
    core::acquire_everything(*threads_.at(0)->core);
    core::config = config;
}

Simulation::~Simulation() {
    core::config = core::Config{};
    for (auto& [number, t] : threads_)
        if (!t->ended) end(*t);
    for (core::Thread* t : parked_) core::thread_exit(*t);
    core::config = config_before_;
    running = nullptr;
}

void Simulation::take_finding(const Finding& finding) {
    if (running != nullptr) running->found_.push_back(finding);
}

// ---- threads ---------------------------------------------------------------------------------------

Thread& Simulation::start(int number, Thread* creator, bool of_unseen_module) {
    auto t = std::make_unique<Thread>();
    t->number = number;
    if (creator != nullptr) {
        core::Birth birth{};
        core::thread_prepare(*creator->core, birth, creator->pc, 0);
        birth.of_unseen_module = of_unseen_module;
        t->core = start_apart(&birth);
    } else {
        t->core = start_apart(nullptr);
    }
    core::thread_attach(*t->core, t->tls);
    if (SharedComponents::exist) t->core->shown = true; // its first access gets a clock that its creator does not know
    number_of_task_[t->core->task] = number;
    return *(threads_[number] = std::move(t));
}

/// A thread whose component is no other's of this simulation.
core::Thread* Simulation::start_apart(const core::Birth* birth) {
    for (;;) {
        core::Thread* t = core::thread_start(birth, 1000);
        if (t == nullptr) throw std::runtime_error("no memory for a thread");
        bool apart = true;
        for (const auto& [number, other] : threads_)
            apart = apart && (other->ended || other->core->component != t->component);
        if (SharedComponents::exist) return t;
        if (!apart) {
            parked_.push_back(t);
            continue;
        }
        // What other cases have left in this component is past.
        std::uint64_t& own = t->clock.at[t->component];
        for (const core::Thread* o = core::threads_of(t->component); o != nullptr; o = o->next)
            if (o->clock.at[t->component] >= own && o != t) own = o->clock.at[t->component] + 1;
        return t;
    }
}

void Simulation::end(Thread& t) {
    t.last = t.core->clock;
    core::thread_exit(*t.core);
    t.ended = true;
}

Thread& Simulation::thread(int number) {
    auto it = threads_.find(number);
    return it != threads_.end() ? *it->second : start(number, threads_.at(0).get(), false);
}

std::uint64_t Simulation::object(const std::string& name) {
    auto [it, made] = objects_.try_emplace(name, 0);
    // A few addresses, used again: lock sets are interned for ever. What earlier cases released is past for all.
    if (made) it->second = 0x6000'0000'0000 + (case_ % 4 << 12) + 0x40 * objects_.size();
    return it->second;
}

std::uint64_t Simulation::counted(std::uint64_t core::Counters::*counter) const {
    return core::counters.*counter - counters_before_.*counter;
}

const void* Simulation::node_of(char map, char element) {
    const Node* node = maps_.at(map).find(element);
    return node != nullptr ? node->address : nullptr;
}

// ---- playing ---------------------------------------------------------------------------------------

void Simulation::run(const std::string& text) {
    const std::vector<std::string> events = events_in(text);
    // Threads that no event creates are there from the beginning, and nothing orders them.
    std::map<int, bool> created;
    for (std::size_t i = 0; i < events.size(); ++i) {
        Words words(events[i], events_ + i);
        const int number = words.number("a thread");
        const std::string verb = words.next("what it does");
        if (verb == "appear") created[number] = true;
        if (verb == "create") created[words.number("the new thread")] = true;
        if (!created[number]) thread(number);
    }
    for (const std::string& event : events) {
        play(event);
        ++events_;
    }
}

void Simulation::play(const std::string& event) {
    Words words(event, events_);
    const int number = words.number("a thread");
    std::string verb = words.next("what it does");
    if (verb == "appear") {
        start(number, nullptr, false);
        return;
    }
    if (threads_.find(number) == threads_.end()) words.fail("this thread does not exist yet");
    Thread& t = *threads_.at(number);
    if (t.ended) words.fail("this thread has ended");
    t.pc = first_pc + 16 * events_;
    if (verb == "close") {
        if (t.open.empty()) words.fail("no call is open");
        const Finish finish = std::move(t.open.back());
        t.open.pop_back();
        finish();
    } else {
        const bool open = verb == "open";
        if (open) verb = words.next("a call");
        Finish finish;
        if (play_member(verb, words, t, finish)) {
            if (!open) finish();
            if (open) t.open.push_back(std::move(finish));
        } else if (open) {
            words.fail("'" + verb + "' is not a call that can be open");
        } else if (!play_iterator(verb, words, t) && !play_order(verb, words, t) && !play_thread(verb, words, t)) {
            words.fail("'" + verb + "' is not known");
        }
    }
    if (words.more()) words.fail("'" + words.peek() + "' is left over");
}

bool Simulation::play_thread(const std::string& verb, Words& words, Thread& t) {
    core::Thread& c = *t.core;
    if (verb == "create") {
        const int number = words.number("the new thread");
        auto it = threads_.find(number);
        if (it != threads_.end() && !it->second->ended) words.fail("that thread exists");
        start(number, &t, words.take("unseen"));
    } else if (verb == "exit") {
        end(t);
    } else if (verb == "join") {
        auto it = threads_.find(words.number("a thread"));
        if (it == threads_.end()) words.fail("that thread does not exist");
        if (!it->second->ended) end(*it->second);
        core::thread_join(c, it->second->last);
    } else if (verb == "everything") {
        core::acquire_everything(c);
    } else if (verb == "ignore") {
        ++c.ignored;
    } else if (verb == "watch") {
        --c.ignored;
    } else if (verb == "guard") {
        ++c.in_guard;
    } else if (verb == "guarded") {
        --c.in_guard;
    } else if (verb == "forgive") {
        c.forgiven = core::now(c);
    } else {
        return false;
    }
    return true;
}

// ---- findings as text ------------------------------------------------------------------------------

std::string Simulation::side_text(const Side& side) const {
    auto it = number_of_task_.find(side.task);
    std::ostringstream out;
    out << ' ' << text_of(side.op) << '/';
    if (it != number_of_task_.end())
        out << it->second;
    else
        out << "task " << side.task;
    return out.str();
}

std::string Simulation::findings() const {
    std::ostringstream out;
    std::set<std::string> told; // one overlap is met at the begin and at the end of both calls: a reporter says it once
    for (const Finding& f : found_) {
        std::string one = f.sides > 0 ? side_text(f.side[0]) : "";
        std::string other = f.sides > 1 ? side_text(f.side[1]) : "";
        const std::string pair = kind_id(f.kind) + (one < other ? one + other : other + one);
        if (!told.insert(pair).second && once_) continue;
        out << (out.tellp() > 0 ? "; " : "") << kind_id(f.kind) << one << other << ' ' << text_of(f.evidence);
    }
    return out.str();
}

std::string outcome(const Row& row) {
    try {
        Simulation s(row.options);
        s.run(row.events);
        return s.findings();
    } catch (const std::runtime_error& e) {
        return std::string("error: ") + e.what();
    }
}

void check_rows(const Row* rows, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        INFO(rows[i].name << "\n  " << rows[i].events << (rows[i].options[0] != 0 ? "\n  with " : "")
                          << rows[i].options);
        CHECK(outcome(rows[i]) == rows[i].findings);
    }
}

} // namespace mapcheck::simulation
