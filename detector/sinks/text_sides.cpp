#include "sinks/text.h"

#include <cstring>

#include <mapcheck/finding_text.h>

namespace mapcheck::sinks {

namespace {

/// A stack of this many frames was cut by its depth, not for want of frame pointers.
constexpr std::uint32_t deep_stack = 24;

} // namespace

// ---- the two or three accesses ---------------------------------------------------------------------

void TextSink::side(const Side& s, bool first) {
    color(Color::side);
    text("  ");
    side_title(s, first);
    locks(s);
    text(":");
    color(Color::plain);
    line_end();
    stack(s.stack, true);
    if (s.stack.truncated != 0 && s.stack.size != 0 && s.stack.size < deep_stack && !view_.reaches_start()) {
        frames_missing_ = true;
    }
    if ((s.role == Role::step || s.role == Role::use) && s.op != hot::Op::begin) {
        begun_at(s);
    }
    if (first && facts_->key != nullptr && facts_->key[0] != 0) {
        text("    key of the element: ");
        text(facts_->key);
        line_end();
    }
    line_end();
}

/// "Iteration, earlier step (++) by task 2 'evaluator' (tid 4244)"
void TextSink::side_title(const Side& s, bool first) {
    const bool earlier = !first && s.in_flight == 0;
    const char* op = op_text(s.op);
    if (s.op == hot::Op::destroy && is_change(s)) {
        text(earlier ? "Earlier destruction" : "Destruction");
    } else if (s.role == Role::step && s.op == hot::Op::begin) {
        text("Iteration, begun");
    } else if (s.role == Role::step) {
        text(earlier ? "Iteration, earlier " : "Iteration, ");
        text(op);
    } else {
        switch (s.role) {
        case Role::read:
            text(earlier ? "Earlier read (" : "Read (");
            break;
        case Role::use:
            text(earlier ? "Earlier use of the iterator (" : "Use of the iterator (");
            break;
        case Role::write:
            text(earlier ? "Earlier write (" : "Write (");
            break;
        case Role::invalidated:
            text("Invalidating write (");
            break;
        default:
            text(earlier ? "Earlier access (" : "Access (");
            break;
        }
        text(op);
        text(")");
    }
    if (!first && s.in_flight != 0) {
        text(", not yet returned,");
    }
    text(" by ");
    task(s.task, true);
}

void TextSink::locks(const Side& s) {
    if (s.locks == locks_unknown) {
        return;
    }
    if (s.locks == 0) {
        text(", holding no lock");
        return;
    }
    text(", holding ");
    for (std::size_t i = 0; i < s.locks && i < max_locks; ++i) {
        const HeldLock& l = s.lock[i];
        if (i != 0) {
            text(", ");
        }
        text(lock_text(static_cast<LockKind>(l.kind)));
        text(" ");
        std::size_t n = 0;
        while (n < locks_ && lock_[n] != l.address) {
            ++n;
        }
        const bool known = n < locks_;
        if (!known && locks_ < max_numbered_locks) {
            lock_[locks_++] = l.address;
        }
        lock_name(l.address, !known);
        if (l.exclusive == 0) {
            text(" for reading");
        }
    }
}

/// "M1 'rules_mutex' (0x55d0c8f4e160)"
void TextSink::lock_name(std::uint64_t address, bool with_address) {
    std::size_t n = 0;
    while (n < locks_ && lock_[n] != address) {
        ++n;
    }
    text("M");
    number(n + 1);
    std::uint64_t distance = 0;
    if (const char* object = resolver_->object(address, &distance)) {
        text(" '");
        name(object);
        if (distance != 0) {
            text("+");
            number(distance);
        }
        text("'");
    }
    if (with_address) {
        text(" (");
        hex(address);
        text(")");
    }
}

void TextSink::begun_at(const Side& s) {
    const std::uint64_t pc = s.begin != 0 ? resolver_->code_address(s.begin) : 0;
    if (pc == 0) {
        return;
    }
    view_.load(pc, *resolver_, facts_->verbose);
    const Frame* top = view_.top();
    if (top == nullptr) {
        return;
    }
    text("    begun at:");
    line_end();
    frame(0, *top);
}

// ---- tasks, stacks, frames -------------------------------------------------------------------------

const TaskInfo* TextSink::find_task(std::uint32_t id) const {
    for (const TaskInfo& t : finding_->task) {
        if (t.id == id && id != 0) {
            return &t;
        }
    }
    return nullptr;
}

/// "task 2 'evaluator' (tid 4244)"
void TextSink::task(std::uint32_t id, bool with_os_id) {
    if (id == 0) {
        text("an unknown task");
        return;
    }
    text("task ");
    number(id);
    const TaskInfo* t = find_task(id);
    if (t == nullptr) {
        return;
    }
    if (t->name[0] != 0 || t->is_main != 0) {
        text(" '");
        if (t->name[0] != 0) {
            bytes(t->name, strnlen(t->name, sizeof t->name));
        } else {
            text("main");
        }
        text("'");
    }
    if (with_os_id) {
        text(" (tid ");
        number(static_cast<std::uint64_t>(t->os_id));
        text(")");
    }
}

void TextSink::stack(const Stack& s, bool explain_missing_lines) {
    view_.load(s, *resolver_, facts_->verbose);
    if (view_.empty()) {
        text("    (stack not kept)");
        line_end();
        return;
    }
    std::size_t number = 0;
    for (const Frame& f : view_) {
        frame(number++, f);
    }
    const Frame* top = view_.top();
    if (!explain_missing_lines || top->line != 0 || top->module == nullptr || is_start(*top)) {
        return;
    }
    for (std::size_t i = 0; i < modules_without_lines_; ++i) {
        if (std::strcmp(without_lines_[i], top->module) == 0) {
            return;
        }
    }
    if (modules_without_lines_ < sizeof without_lines_ / sizeof *without_lines_) {
        without_lines_[modules_without_lines_++] = top->module;
    }
}

/// "    #0 reload(RuleSet const&) risk_rules.cpp:121:9 (risk_rules+0x51c3)"
void TextSink::frame(std::size_t n, const Frame& f) {
    text("    #");
    number(n);
    text(" ");
    if (f.function != nullptr) {
        function(f.function);
        text(" ");
    }
    if (f.line != 0 && f.file != nullptr) {
        place(f);
        text(" ");
    }
    text("(");
    if (f.module != nullptr) {
        text(f.module);
        text("+");
    }
    hex(f.offset);
    text(")");
    line_end();
}

/// "risk_rules.cpp:121:9", or "(risk_rules+0x51c3)" without debug information.
void TextSink::place(const Frame& f) {
    if (f.line != 0 && f.file != nullptr) {
        text(f.file);
        text(":");
        number(f.line);
        if (f.column != 0) {
            text(":");
            number(f.column);
        }
        return;
    }
    text("(");
    if (f.module != nullptr) {
        text(f.module);
        text("+");
    }
    hex(f.offset);
    text(")");
}

} // namespace mapcheck::sinks
