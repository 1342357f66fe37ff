#include "sinks/text.h"

#include <cstring>
#include <initializer_list>

#include <mapcheck/finding_text.h>

#include "sinks/readable.h"

namespace mapcheck::sinks {

namespace {

constexpr const char* ruler = "==================";

bool holds(const Side& s, std::uint64_t lock) {
    for (std::size_t i = 0; s.locks != locks_unknown && i < s.locks && i < max_locks; ++i) {
        if (s.lock[i].address == lock) return true;
    }
    return false;
}

} // namespace

void TextSink::report(const Finding& finding, Resolver& resolver, Writer& writer, const Facts& facts) {
    finding_ = &finding;
    resolver_ = &resolver;
    facts_ = &facts;
    begin(writer, facts.color);
    forget_last_report();

    text(ruler);
    line_end();
    color(Color::title);
    text("WARNING: mapcheck: ");
    text(kind_text(finding.kind));
    text(" (pid=");
    number(static_cast<std::uint64_t>(facts.pid));
    text(")");
    color(Color::plain);
    line_end();
    if (facts.running != nullptr && facts.running[0] != 0) {
        text("  While running: ");
        text(facts.running);
        line_end();
    }
    for (std::size_t i = 0; i < finding.sides && i < 3; ++i) {
        side(finding.side[i], i == 0);
    }
    map();
    tasks();
    last_events();
    evidence();
    notes();
    fix();
    suppression();
    line_end();
    summary();
    text(ruler);
    line_end();
}

void TextSink::forget_last_report() {
    locks_ = 0;
    modules_without_lines_ = 0;
    frames_missing_ = false;
}

// ---- the map, its tasks, its history ---------------------------------------------------------------

void TextSink::map() {
    if (finding_->iterators_map.type == nullptr) {
        map("Map", finding_->map);
        return;
    }
    if (finding_->map.address != 0) {
        map("Map that it is used with:", finding_->map);
    } else {
        text("  Used with a map that has never held an element");
        line_end();
        line_end();
    }
    map("Map of the iterator:", finding_->iterators_map);
}

void TextSink::map(const char* title, const MapInfo& m) {
    color(Color::map);
    text("  ");
    text(title);
    text(" ");
    if (m.name != nullptr) {
        text("'");
        text(m.name);
        text("' ");
    }
    name(m.type != nullptr ? m.type : "of unknown type");
    text(" at ");
    hex(m.address);
    text(", ");
    number(m.size);
    text(m.size == 1 ? " element" : " elements");
    if (m.first_task == 0) {
        color(Color::plain);
        line_end();
        line_end();
        return;
    }
    text(", first filled by ");
    task(m.first_task, false);
    text(m.first_fill.size != 0 ? " at:" : "");
    color(Color::plain);
    line_end();
    if (m.first_fill.size != 0) {
        stack(m.first_fill, false);
    }
    line_end();
}

void TextSink::tasks() {
    for (const TaskInfo& t : finding_->task) {
        bool named = t.id != 0 && t.is_main == 0;
        bool acts = false;
        for (std::size_t i = 0; i < finding_->sides && i < 3; ++i) {
            acts = acts || finding_->side[i].task == t.id;
        }
        if (named && acts) {
            task_creation(t);
        }
    }
}

void TextSink::task_creation(const TaskInfo& t) {
    color(Color::map);
    text("  Task ");
    number(t.id);
    if (t.name[0] != 0) {
        text(" '");
        bytes(t.name, strnlen(t.name, sizeof t.name));
        text("'");
    }
    text(" (tid ");
    number(static_cast<std::uint64_t>(t.os_id));
    text(")");
    if (t.creator == 0) {
        text(": nobody was seen to create it");
        color(Color::plain);
        line_end();
    } else {
        text(" created by ");
        task(t.creator, false);
        text(t.creation.size != 0 ? " at:" : " (stack not kept)");
        color(Color::plain);
        line_end();
        if (t.creation.size != 0) {
            stack(t.creation, false);
        }
    }
    line_end();
}

void TextSink::last_events() {
    if (finding_->events == 0) {
        return;
    }
    text("  Last events on this map, oldest first:");
    line_end();
    const std::size_t events = finding_->events < max_events ? finding_->events : max_events;
    for (std::size_t i = 0; i < events;) {
        const Event& e = finding_->event[i];
        std::size_t same = 1;
        while (i + same < events && finding_->event[i + same].pc == e.pc && finding_->event[i + same].op == e.op &&
               finding_->event[i + same].task == e.task) {
            ++same;
        }
        text("    ");
        text(op_text(e.op));
        if (same > 1) {
            text(", ");
            number(same);
            text(" times,");
        }
        text(" by ");
        task(e.task, false);
        event_place(e.pc);
        line_end();
        i += same;
    }
    line_end();
}

void TextSink::event_place(std::uint64_t pc) {
    if (pc == 0) {
        return;
    }
    view_.load(pc, *resolver_, false);
    if (view_.is_all_library()) {
        // Out of line: only a stack says who called it, and an event has none. Another one may begin at the same place.
        const Stack* same = nullptr;
        for (const Stack* s : {&finding_->map.first_fill, &finding_->side[0].stack, &finding_->side[1].stack})
            if (s->size != 0 && s->pc[0] == pc) same = s;
        if (same == nullptr) return;
        view_.load(*same, *resolver_, false);
    }
    if (const Frame* top = view_.top()) {
        text(" at ");
        place(*top);
        if (top->function != nullptr) {
            text(" in ");
            function(top->function);
        }
    }
}

// ---- the verdict -----------------------------------------------------------------------------------

void TextSink::evidence() {
    text("  Evidence: ");
    text(evidence_text(finding_->evidence, finding_->kind));
    text(" (");
    if (finding_->evidence == Evidence::unordered && finding_->sides >= 2) {
        text("no chain of synchronisation leads from the ");
        text(role_text(finding_->side[1].role));
        text(" to the ");
        text(role_text(finding_->side[0].role));
    } else {
        text(evidence_reason(finding_->evidence));
    }
    if (finding_->evidence == Evidence::unordered) {
        text("; not seen: ");
        text(facts_->unseen != nullptr ? facts_->unseen : "nothing");
    }
    text(")");
    line_end();
}

void TextSink::notes() {
    if (modules_without_lines_ != 0) {
        text("  Note: no line numbers for ");
        for (std::size_t i = 0; i < modules_without_lines_; ++i) {
            text(i != 0 ? ", " : "");
            text(without_lines_[i]);
        }
        text(": compile with -g");
        line_end();
    }
    if (frames_missing_) {
        text("  Note: callers are missing from a stack: compile with -fno-omit-frame-pointer");
        line_end();
    }
}

/// The lock to speak of: one that both sides hold, else the writer's, else any.
const HeldLock* TextSink::lock_to_name() const {
    const HeldLock* any = nullptr;
    const HeldLock* writers = nullptr;
    for (std::size_t i = 0; i < finding_->sides && i < 3; ++i) {
        const Side& s = finding_->side[i];
        for (std::size_t n = 0; s.locks != locks_unknown && n < s.locks && n < max_locks; ++n) {
            const HeldLock& l = s.lock[n];
            if (i == 1 && holds(finding_->side[0], l.address)) return &l;
            if (any == nullptr) any = &l;
            if (writers == nullptr && is_change(s)) writers = &l;
        }
    }
    return writers != nullptr ? writers : any;
}

void TextSink::fix() {
    color(Color::fix);
    text("  Fix: ");
    const char* advice = advice_text(finding_->advice, finding_->kind);
    if (const char* mark = std::strstr(advice, advice_lock_mark)) {
        bytes(advice, static_cast<std::size_t>(mark - advice));
        if (const HeldLock* lock = lock_to_name()) {
            text(lock_text(static_cast<LockKind>(lock->kind)));
            text(" ");
            lock_name(lock->address, false);
        } else {
            text("one mutex");
        }
        advice = mark + std::strlen(advice_lock_mark);
    }
    text(advice);
    color(Color::plain);
    line_end();
}

/// "  Suppression: iteration_write:evaluate"
void TextSink::suppression() {
    view_.load(finding_->side[0].stack, *resolver_, facts_->verbose);
    const Frame* top = view_.top();
    if (top == nullptr) {
        return;
    }
    text("  Suppression: ");
    text(kind_id(finding_->kind));
    text(":");
    if (top->function != nullptr) {
        readable_name(top->function, scratch_, sizeof scratch_);
        const NameSpan span = function_name(scratch_);
        bytes(scratch_ + span.begin, span.end - span.begin);
    } else {
        text(top->module != nullptr ? top->module : "*");
    }
    line_end();
}

void TextSink::summary() {
    color(Color::title);
    text("SUMMARY: mapcheck: ");
    text(kind_text(finding_->kind));
    view_.load(finding_->side[0].stack, *resolver_, facts_->verbose);
    if (const Frame* top = view_.top()) {
        text(" ");
        place(*top);
        if (top->function != nullptr) {
            text(" in ");
            function(top->function);
        }
    }
    color(Color::plain);
    line_end();
}

} // namespace mapcheck::sinks
