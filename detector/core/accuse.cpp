#include "core/accuse.h"

#include "core/lock_set.h"
#include "core/order.h"
#include "core/slot.h"
#include "core/spin_lock.h"
#include "core/stack.h"
#include "core/task.h"
#include "core/thread.h"
#include "core/trace.h"

namespace mapcheck::core {
namespace {

FindingHandler handler;
StackTaker take_stack;
std::uint64_t made;

Switch switch_of(Kind kind) {
    switch (kind) {
    case Kind::iteration_write:
        return Switch::iteration_write;
    case Kind::read_write:
        return Switch::read_write;
    case Kind::write_write:
        return Switch::write_write;
    case Kind::dead_erase:
        return Switch::dead_erase;
    case Kind::dead_rehash:
        return Switch::dead_rehash;
    case Kind::dead_clear:
        return Switch::dead_clear;
    case Kind::dead_assign:
        return Switch::dead_assign;
    case Kind::dead_destroy:
        return Switch::dead_destroy;
    case Kind::reentrant_write:
        return Switch::reentrant_write;
    case Kind::destroyed_map:
        return Switch::destroyed_map;
    case Kind::foreign_iterator:
        return Switch::foreign_iterator;
    case Kind::end_iterator:
    case Kind::count_:
        break;
    }
    return Switch::end_iterator;
}

void fill_task(TaskInfo& out, std::uint32_t id) {
    out.id = id;
    const Task* task = task_find(id);
    if (task == nullptr) return;
    out.creator = task->creator;
    // Others may report a thread that is about to say who it is.
    out.os_id = __atomic_load_n(&task->os_id, __ATOMIC_RELAXED);
    out.is_main = __atomic_load_n(&task->is_main, __ATOMIC_RELAXED);
    for (std::size_t i = 0; i < sizeof out.name; ++i) out.name[i] = task->name[i];
    if (task->creation_pc == 0) return;
    out.creation.pc[out.creation.size++] = task->creation_pc;
    stack_append(task->creation_stack, out.creation);
}

void add_task(Finding& f, std::uint32_t id) {
    constexpr std::size_t room = sizeof f.task / sizeof f.task[0];
    for (std::size_t i = 0; i < room && id != 0; ++i) {
        if (f.task[i].id == id) return;
        if (f.task[i].id != 0) continue;
        fill_task(f.task[i], id);
        return;
    }
}

void fill_side(Side& s, const Here& here) {
    s.role = here.role;
    s.op = here.op;
    s.in_flight = 1;
    s.task = here.thread.task;
    s.begin = here.begin;
    s.locks = lock_set_copy(lock_set_of(here.thread), s.lock);
    if (here.site.pc != 0) s.stack.pc[s.stack.size++] = here.site.pc;
    if (take_stack != nullptr && here.site.frame != nullptr)
        take_stack(here.site, s.stack);
    else
        stack_append(stack_capture(here.thread.stacks, here.site.frame), s.stack);
}

void fill_side(Side& s, const There& there) {
    s.role = there.role;
    s.op = op_of(there.access);
    s.in_flight = there.in_flight ? 1 : 0;
    s.task = there.access.task;
    s.begin = there.begin;
    if (there.access.task == 0) return;
    s.locks = lock_set_copy(lock_set_of_access(there.access), s.lock);
    if (pc_of(there.access.pc_op) != 0) s.stack.pc[s.stack.size++] = pc_of(there.access.pc_op);
    stack_append(there.access.stack, s.stack);
}

/// The newest changes of the slot in all threads' traces, oldest first: epochs order them.
void fill_events(Finding& f, std::uint32_t offset, std::uint32_t birth) {
    const std::uint32_t n = components_used();
    for (std::uint32_t c = 1; c < n; ++c) {
        for (const Thread* t = threads_of(c); t != nullptr; t = t->next) {
            const std::uint64_t end = __atomic_load_n(&t->trace.size, __ATOMIC_ACQUIRE);
            const std::uint64_t first = end > t->trace.mask ? end - t->trace.mask : 0;
            std::size_t taken = 0;
            std::uint32_t task = __atomic_load_n(&t->task, __ATOMIC_RELAXED);
            for (std::uint64_t i = end; i-- > first && taken < max_events;) {
                const TraceEntry e = t->trace.entry[i & t->trace.mask];
                if (e.word << 32 == 0) task = hot::epoch_of(e.word); // until there
                if (hot::offset_of(e.word) != offset || hot::epoch_of(e.word) <= birth) continue;
                ++taken;
                Event event{hot::epoch_of(e.word), 0, op_in(e.pc_op), pc_of(e.pc_op)};
                event.task = task;
                // Insertion into the sorted dozen; the oldest falls out.
                std::size_t at = f.events;
                while (at > 0 && f.event[at - 1].epoch > event.epoch) --at;
                if (f.events == max_events) {
                    if (at == 0) break; // older than all that are kept, and so are the rest of this trace
                    for (std::size_t j = 0; j + 1 < at; ++j) f.event[j] = f.event[j + 1];
                    f.event[at - 1] = event;
                } else {
                    for (std::size_t j = f.events; j > at; --j) f.event[j] = f.event[j - 1];
                    f.event[at] = event;
                    ++f.events;
                }
            }
        }
    }
}

void fill_map(MapInfo& out, Finding& f, const hot::Slot& slot) {
    out.address = reinterpret_cast<std::uint64_t>(slot.map);
    out.size = __atomic_load_n(&slot.size, __ATOMIC_RELAXED);
    out.type = slot_type(slot).name;
    out.name = slot_name(slot);
    out.slot = offset_in_region(slot);
    out.first_task = slot.first_fill.task;
    if (slot.first_fill.task == 0) return;
    out.first_fill.pc[out.first_fill.size++] = pc_of(slot.first_fill.pc_op);
    stack_append(slot.first_fill.stack, out.first_fill);
    add_task(f, slot.first_fill.task);
}

void fill_key(KeyPlace& out, const hot::Slot& slot, const void* element) {
    const hot::KeyForm& form = slot_type(slot).key;
    if (element == nullptr || element == hot::unknown_node() || form.kind == hot::KeyKind::hidden) return;
    out = KeyPlace{reinterpret_cast<std::uint64_t>(element) + form.offset, form};
}

bool holds_any_of(const Side& a, const Side& b, bool& shared_only) {
    shared_only = false;
    for (std::uint8_t i = 0; a.locks != locks_unknown && i < a.locks; ++i) {
        for (std::uint8_t j = 0; b.locks != locks_unknown && j < b.locks; ++j) {
            if (a.lock[i].address != b.lock[j].address) continue;
            if (a.lock[i].exclusive != 0 || b.lock[j].exclusive != 0) return true;
            shared_only = true;
        }
    }
    return false;
}

Advice advice_for(const Finding& f) {
    const Side& a = f.side[0];
    const Side& b = f.side[1];
    switch (f.kind) {
    case Kind::iteration_write:
    case Kind::read_write:
    case Kind::write_write: {
        if (a.op == hot::Op::destroy || b.op == hot::Op::destroy) return Advice::outlive;
        bool shared_only = false;
        const bool common = holds_any_of(a, b, shared_only);
        if (common) return Advice::lock_released_between_steps;
        if (shared_only) return Advice::shared_lock_for_write;
        const Side& reader = a.role == Role::write ? b : a;
        const Side& writer = a.role == Role::write ? a : b;
        if (reader.locks == 0 && writer.locks != 0 && writer.locks != locks_unknown)
            return Advice::hold_lock_whole_loop;
        return Advice::common_lock_for_loop;
    }
    case Kind::dead_erase:
        if (a.task != b.task) return Advice::collect_then_erase;
        if (a.role != Role::step) return Advice::find_again; // no loop
        return b.op == hot::Op::erase ? Advice::use_erase_result : Advice::step_first;
    case Kind::dead_rehash:
        return Advice::reserve_before;
    case Kind::dead_clear:
    case Kind::dead_assign:
        return Advice::find_again;
    case Kind::dead_destroy:
    case Kind::destroyed_map:
        return a.task == b.task ? Advice::keep_map : Advice::outlive;
    case Kind::reentrant_write:
        return Advice::not_from_callback;
    case Kind::foreign_iterator:
        return Advice::same_map;
    case Kind::end_iterator:
    case Kind::count_:
        break;
    }
    return Advice::check_end;
}

} // namespace

void set_finding_handler(FindingHandler h) { handler = h; }
void set_stack_taker(StackTaker taker) { take_stack = taker; }
std::uint64_t findings_made() { return __atomic_load_n(&made, __ATOMIC_RELAXED); }

bool may_accuse(const Thread& t, EventId other, bool between_steps) {
    if (config.order == Order::off) return false;
    bool unseen = t.is_child_of_unseen;
    bool forgiven = false;
    for (const Thread* o = threads_of(component_of(other)); o != nullptr; o = o->next) {
        unseen |= o->is_child_of_unseen;
        forgiven |= clock_of(other) <= clock_of(o->forgiven);
    }
    if (unseen || forgiven) {
        count(counters.pairs_silenced);
        return false;
    }
    if (config.order == Order::partly && !between_steps) {
        count(counters.pairs_narrowed);
        return false;
    }
    return true;
}

namespace {

/// Findings are made here and not on the accusing thread's stack, which may be a signal's, of a few
/// kilobytes. When all are in use the thread waits: each is as busy as one report takes.
struct Desk {
    SpinLock lock;
    bool* given_back; ///< of the accuse() that has it
    Finding finding;
};
constexpr std::uint32_t desks = 4;
Desk desk[desks];

Desk& free_desk(const Thread& t) {
    Desk& d = desk[t.number % desks];
    d.lock.lock();
    d.finding = Finding{};
    return d;
}

} // namespace

void finding_done(const Finding& finding) {
    for (Desk& d : desk) {
        if (&d.finding != &finding) continue;
        *d.given_back = true;
        d.lock.unlock();
    }
}

void accuse(Kind kind, Evidence evidence, const hot::Slot* slot, const Here& here, const There& there) {
    if (switched_off(switch_of(kind)) || handler == nullptr) return;
    Desk& d = free_desk(here.thread);
    Finding& f = d.finding;
    f.magic = finding_magic;
    f.version = finding_version;
    f.size = sizeof f;
    f.kind = kind;
    f.evidence = evidence;
    f.sequence = __atomic_add_fetch(&made, 1, __ATOMIC_RELAXED);
    fill_side(f.side[f.sides++], here);
    if (there.access.task != 0 || there.role != Role::none) fill_side(f.side[f.sides++], there);
    for (std::uint8_t i = 0; i < f.sides; ++i) add_task(f, f.side[i].task);
    f.map.type = "map";
    if (slot != nullptr) {
        fill_map(f.map, f, *slot);
        fill_events(f, offset_in_region(*slot), slot->birth);
        fill_key(f.key, *slot, here.element);
    }
    if (here.iterators_map != nullptr) fill_map(f.iterators_map, f, *here.iterators_map);
    constexpr std::size_t room = sizeof f.task / sizeof f.task[0];
    for (std::size_t i = 0; i < room; ++i) add_task(f, f.task[i].creator);
    f.advice = advice_for(f);
    bool given_back = false;
    d.given_back = &given_back;
    handler(f);
    if (!given_back) d.lock.unlock();
    fresh(here.thread); // the program's code may have run, and published what this thread knows
}

} // namespace mapcheck::core
