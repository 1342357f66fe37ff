#include "findings.h"

#include <initializer_list>

namespace golden {

using namespace mapcheck;
using hot::Op;

namespace {

// Code addresses of the service. Each is a return address, as in a real stack.
constexpr std::uint64_t pc_evaluate_step = 0x4051c4;
constexpr std::uint64_t pc_evaluate_begin = 0x405190;
constexpr std::uint64_t pc_evaluator = 0x405300;
constexpr std::uint64_t pc_reload_erase = 0x405420;
constexpr std::uint64_t pc_reload_insert = 0x405440;
constexpr std::uint64_t pc_reloader = 0x405500;
constexpr std::uint64_t pc_load = 0x405610;
constexpr std::uint64_t pc_main_load = 0x405700;
constexpr std::uint64_t pc_main_evaluator = 0x405720;
constexpr std::uint64_t pc_main_reloader = 0x405740;
constexpr std::uint64_t pc_thread_run = 0x405800;
constexpr std::uint64_t pc_std_thread = 0x7f0000100000;
constexpr std::uint64_t pc_start_thread = 0x7f0000200000;
constexpr std::uint64_t pc_libc_start = 0x7f0000200100;
constexpr std::uint64_t pc_start = 0x405010;
constexpr std::uint64_t pc_compare = 0x405900;
constexpr std::uint64_t pc_tree_insert = 0x405a00;
constexpr std::uint64_t pc_register = 0x405b00;
constexpr std::uint64_t pc_exit_handler = 0x405c00;
constexpr std::uint64_t pc_trampoline = 0x7f0000300000;

constexpr std::uint64_t rules_mutex = 0x409100;
constexpr std::uint64_t cache_mutex = 0x7ffd00001230;

template <class... Pcs>
Stack stack_of(Pcs... pcs) {
    Stack s = {};
    for (const std::uint64_t pc : std::initializer_list<std::uint64_t>{static_cast<std::uint64_t>(pcs)...}) {
        s.pc[s.size++] = pc;
    }
    return s;
}

Stack evaluator_at(std::uint64_t pc) {
    return stack_of(pc, pc_evaluator, pc_thread_run, pc_std_thread, pc_trampoline, pc_start_thread);
}
Stack reloader_at(std::uint64_t pc) {
    return stack_of(pc, pc_reloader, pc_thread_run, pc_std_thread, pc_trampoline, pc_start_thread);
}
Stack main_at(std::uint64_t pc) { return stack_of(pc, pc_main_load, pc_libc_start, pc_start); }

HeldLock held(std::uint64_t address, LockKind kind, bool exclusive) {
    return {address, exclusive ? 1U : 0U, static_cast<std::uint32_t>(kind)};
}

Side side(Role role, Op op, std::uint32_t task, const Stack& stack) {
    Side s = {};
    s.role = role;
    s.op = op;
    s.task = task;
    s.stack = stack;
    return s;
}

TaskInfo task(std::uint32_t id, std::int64_t os_id, const char* name, std::uint64_t creation_pc) {
    TaskInfo t = {};
    t.id = id;
    t.os_id = os_id;
    std::strncpy(t.name, name, sizeof t.name - 1);
    t.is_main = id == 1 ? 1 : 0;
    if (id != 1) {
        t.creator = 1;
        t.creation = stack_of(pc_std_thread, creation_pc, pc_libc_start, pc_start);
    }
    return t;
}

/// Two tasks, evaluator and reloader, over the map 'rules'.
Finding service(Kind kind, Evidence evidence, Advice advice, const Side& first, const Side& second) {
    Finding f = {};
    f.magic = finding_magic;
    f.version = finding_version;
    f.size = sizeof f;
    f.kind = kind;
    f.evidence = evidence;
    f.advice = advice;
    f.sides = 2;
    f.sequence = 1;
    f.side[0] = first;
    f.side[1] = second;
    f.task[0] = task(2, 4244, "evaluator", pc_main_evaluator);
    f.task[1] = task(3, 4245, "reloader", pc_main_reloader);
    f.task[2] = task(1, 4242, "", 0);
    f.map.address = 0x7f0000001000;
    f.map.size = 3;
    f.map.type = "std::unordered_map<std::__cxx11::basic_string<char>, Rule>";
    f.map.name = "rules";
    f.map.first_task = 1;
    f.map.first_fill = main_at(pc_load);
    f.events = 4;
    f.event[0] = {1, 1, Op::subscript, pc_load};
    f.event[1] = {2, 1, Op::subscript, pc_load};
    f.event[2] = {3, 3, Op::insert, pc_reload_insert};
    f.event[3] = {4, 3, Op::erase, pc_reload_erase};
    return f;
}

Side evaluator_step() {
    Side s = side(Role::step, Op::step, 2, evaluator_at(pc_evaluate_step));
    s.begin = static_cast<std::uint32_t>(pc_evaluate_begin);
    return s;
}

Side reloader_erase() {
    Side s = side(Role::write, Op::erase, 3, reloader_at(pc_reload_erase));
    s.locks = 1;
    s.lock[0] = held(rules_mutex, LockKind::mutex, true);
    return s;
}

Finding iteration_write() {
    return service(Kind::iteration_write, Evidence::unordered, Advice::hold_lock_whole_loop, evaluator_step(),
                   reloader_erase());
}

/// One thread, main, alone.
Finding alone(Kind kind, Advice advice, const Side& first, const Side& second) {
    Finding f = service(kind, Evidence::dead_iterator, advice, first, second);
    f.task[0] = f.task[2];
    f.task[1] = {};
    f.task[2] = {};
    f.map.name = nullptr;
    f.map.type = "std::map<int, Rule, std::less<int>, std::allocator<std::pair<int const, Rule> > >";
    f.events = 2;
    f.event[1] = {2, 1, Op::erase, pc_reload_erase};
    return f;
}

Finding dead(Kind kind, Advice advice, Op change, Op use = Op::step) {
    Side first = side(Role::use, use, 1, main_at(pc_evaluate_step));
    first.begin = static_cast<std::uint32_t>(pc_evaluate_begin);
    Side second = side(Role::invalidated, change, 1, main_at(pc_reload_erase));
    second.locks = locks_unknown;
    return alone(kind, advice, first, second);
}

Finding three_sides() {
    Finding f = dead(Kind::dead_erase, Advice::collect_then_erase, Op::erase, Op::use);
    f.side[1] = reloader_erase();
    f.side[1].role = Role::invalidated;
    f.side[0].locks = 2;
    f.side[0].lock[0] = held(cache_mutex, LockKind::rwlock, false);
    f.side[0].lock[1] = held(rules_mutex + 40, LockKind::spin, true);
    f.sides = 3;
    f.side[2] = side(Role::step, Op::begin, 2, evaluator_at(pc_evaluate_begin));
    f.task[1] = task(2, 4244, "evaluator", pc_main_evaluator);
    f.task[2] = task(3, 4245, "reloader", pc_main_reloader);
    return f;
}

Finding nothing_kept() {
    Finding f = iteration_write();
    f.side[0].stack.size = 1;
    f.side[0].stack.truncated = 1;
    f.side[1].stack = {};
    f.side[1].stack.truncated = 1;
    f.side[1].locks = locks_unknown;
    f.task[0].creation = {};
    f.task[1].creator = 0;
    f.map.first_task = 0;
    f.events = 0;
    return f;
}

Finding many_equal_events() {
    Finding f = iteration_write();
    f.events = max_events;
    for (std::uint32_t i = 0; i < max_events; ++i) {
        f.event[i] = {i, 3, i % 6 == 5 ? Op::erase : Op::insert, i % 6 == 5 ? pc_reload_erase : pc_reload_insert};
    }
    return f;
}

std::vector<Case> make() {
    std::vector<Case> all;
    const auto add = [&all](const char* name, const Finding& f) -> Case& { return all.emplace_back(Case{name, f}); };

    add("iteration_write", iteration_write());

    Finding f = service(Kind::read_write, Evidence::in_flight, Advice::common_lock_for_loop,
                        side(Role::read, Op::find, 2, evaluator_at(pc_evaluate_begin)),
                        side(Role::write, Op::insert, 3, reloader_at(pc_reload_insert)));
    f.side[1].in_flight = 1;
    add("read_write", f);

    f = service(Kind::write_write, Evidence::unordered, Advice::common_lock_for_loop,
                side(Role::write, Op::subscript, 2, evaluator_at(pc_evaluate_begin)), reloader_erase());
    add("write_write", f).unseen = "libQt5Core.so.5, libtbb.so.12";

    add("dead_erase", dead(Kind::dead_erase, Advice::use_erase_result, Op::erase));
    f = dead(Kind::dead_rehash, Advice::reserve_before, Op::subscript, Op::use);
    f.map.type = "std::unordered_set<unsigned long>";
    add("dead_rehash", f);
    add("dead_clear", dead(Kind::dead_clear, Advice::find_again, Op::clear));
    add("dead_assign", dead(Kind::dead_assign, Advice::find_again, Op::move_to, Op::erase));
    add("dead_destroy", dead(Kind::dead_destroy, Advice::outlive, Op::destroy, Op::use));

    Side outer = side(Role::write, Op::insert, 1, main_at(pc_register));
    outer.in_flight = 1;
    add("reentrant_write",
        alone(Kind::reentrant_write, Advice::not_from_callback,
              side(Role::write, Op::erase, 1,
                   stack_of(pc_compare, pc_tree_insert, pc_register, pc_main_load, pc_libc_start, pc_start)),
              outer))
        .finding.evidence = Evidence::in_flight;

    add("destroyed_map", alone(Kind::destroyed_map, Advice::outlive,
                               side(Role::read, Op::find, 1, stack_of(pc_exit_handler, pc_libc_start, pc_start)),
                               side(Role::write, Op::destroy, 1, stack_of(pc_libc_start, pc_start))));

    f = dead(Kind::foreign_iterator, Advice::same_map, Op::none, Op::erase);
    f.sides = 1;
    f.iterators_map = f.map;
    f.iterators_map.address += 0x40;
    f.iterators_map.name = "limits";
    f.iterators_map.size = 1;
    add("foreign_iterator", f);
    f.map = MapInfo{};
    f.map.type = "map"; // has never held anything
    add("foreign_iterator_never_filled", f);
    f.iterators_map = MapInfo{};
    f = dead(Kind::end_iterator, Advice::check_end, Op::none, Op::use);
    f.sides = 1;
    f.map.size = 1;
    add("end_iterator", f);

    f = iteration_write();
    f.evidence = Evidence::overlap;
    f.advice = Advice::lock_released_between_steps;
    f.side[0].locks = 1;
    f.side[0].lock[0] = held(rules_mutex, LockKind::mutex, true);
    add("overlap", f);

    add("key", iteration_write()).key = "\"limits/EU\"";
    add("three_sides", three_sides());
    add("color", iteration_write()).color = true;
    add("verbose", iteration_write()).verbose = true;
    add("no_debug_information", iteration_write()).build = Build::symbols;
    add("stripped", iteration_write()).build = Build::stripped;
    add("nothing_kept", nothing_kept());
    add("repeated_events", many_equal_events());
    return all;
}

} // namespace

std::vector<Place> service_places() {
    const char* service = "risk_rules";
    const char* map_header = "/opt/include/mapcheck/detail/container.h";
    const char* thread_header = "/usr/include/c++/12/bits/std_thread.h";
    return {
        {pc_evaluate_step, "mapcheck::detail::iterator<int>::operator++()", map_header, 310, service},
        {pc_evaluate_step, "evaluate(Request const&)", "src/risk_rules.cpp", 88, service},
        {pc_evaluate_begin, "evaluate(Request const&)", "src/risk_rules.cpp", 86, service},
        {pc_evaluator, "evaluator(std::atomic<bool>&)", "src/risk_rules.cpp", 102, service},
        {pc_reload_erase,
         "mapcheck::unordered_map<std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >, "
         "Rule, std::hash<std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> > > "
         ">::erase(std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> > const&)",
         map_header, 188, service},
        {pc_reload_erase, "reload(std::vector<Rule, std::allocator<Rule> > const&)", "src/risk_rules.cpp", 121,
         service},
        {pc_reload_insert, "reload(std::vector<Rule, std::allocator<Rule> > const&)", "src/risk_rules.cpp", 119,
         service},
        {pc_reloader, "(anonymous namespace)::Reloader::run()", "src/risk_rules.cpp", 140, service},
        {pc_load, "load(char const*)", "src/load.cpp", 17, service},
        {pc_main_load, "main", "src/main.cpp", 30, service},
        {pc_main_evaluator, "main", "src/main.cpp", 31, service},
        {pc_main_reloader, "main", "src/main.cpp", 32, service},
        {pc_thread_run, "std::__invoke_result<void (*)()>::type std::__invoke<void (*)()>(void (*&&)())",
         "/usr/include/c++/12/bits/invoke.h", 96, service},
        {pc_thread_run, "std::thread::_State_impl<std::thread::_Invoker<std::tuple<void (*)()> > >::_M_run()",
         thread_header, 211, service},
        {pc_std_thread, "std::thread::_M_start_thread(std::unique_ptr<std::thread::_State>, void (*)())", nullptr, 0,
         "libstdc++.so.6"},
        {pc_start_thread, nullptr, nullptr, 0, "libc.so.6"},
        {pc_libc_start, "__libc_start_main", nullptr, 0, "libc.so.6"},
        {pc_start, "_start", nullptr, 0, service},
        {pc_compare, "ByAge::operator()(int, int) const", "src/by_age.cpp", 9, service},
        {pc_tree_insert, "std::_Rb_tree<int, int>::_M_get_insert_unique_pos(int const&)",
         "/usr/include/c++/12/bits/stl_tree.h", 2070, service},
        {pc_register, "mapcheck::map<int, Rule, ByAge>::insert(std::pair<int const, Rule> const&)", map_header, 150,
         service},
        {pc_register, "main::{lambda(int)#1}::operator()(int) const", "src/main.cpp", 44, service},
        {pc_exit_handler, "Session::~Session()", "src/session.cpp", 61, service},
        {pc_trampoline, "thread_start", nullptr, 0, "libmapcheck.so.1"},
    };
}

std::vector<Global> service_globals() { return {{rules_mutex, "rules_mutex"}}; }

const std::vector<Case>& cases() {
    static const std::vector<Case> all = make();
    return all;
}

} // namespace golden
