// What the events mean: calls of maps, uses of iterators, synchronisation.
#include "simulation/simulation.h"
#include "simulation/words.h"

#include "edges/self.h"

#define MAPCHECK_ATOMICS_ABI_ONLY
#include <mapcheck/atomics.h>

namespace mapcheck::simulation {
namespace {

using core::ObjectKind;
using hot::Op;

constexpr const char* map_names = "mnopuvw";
constexpr const char* unordered_names = "uvw";
constexpr const char* element_names = "abcdefgh";
constexpr const char* iterator_names = "ijkl";

bool is_one_of(char c, const char* letters) {
    for (; *letters != 0; ++letters)
        if (*letters == c) return true;
    return false;
}

/// The calling OS thread is this simulated one, for what edges tell the core.
class As {
  public:
    explicit As(Thread& t) : before_(hot::MAPCHECK_ABI(tls).self) { hot::MAPCHECK_ABI(tls).self = t.core; }
    ~As() { hot::MAPCHECK_ABI(tls).self = before_; }
    As(const As&) = delete;
    As& operator=(const As&) = delete;

  private:
    void* before_;
};

const std::map<std::string, ObjectKind> kinds = {
    {"atomic", ObjectKind::atomic},         {"semaphore", ObjectKind::semaphore},
    {"barrier", ObjectKind::barrier},       {"once", ObjectKind::once},
    {"static", ObjectKind::guard},          {"futex", ObjectKind::futex},
    {"descriptor", ObjectKind::descriptor}, {"signal", ObjectKind::signal},
    {"annotation", ObjectKind::annotation}, {"mutex", ObjectKind::lock},
    {"readers", ObjectKind::readers}};

ObjectKind kind_in(Words& words) {
    if (!words.more()) return ObjectKind::atomic;
    const std::string name = words.next("a kind of object");
    const auto it = kinds.find(name);
    if (it == kinds.end()) words.fail("'" + name + "' is not a kind of object");
    return it->second;
}

} // namespace

Map& Simulation::map_in(Words& words) {
    const char name = words.letter(map_names, "a map");
    Map& m = maps_[name];
    m.name = name;
    m.unordered = is_one_of(name, unordered_names);
    return m;
}
char Simulation::element_in(Words& words) { return words.letter(element_names, "an element"); }
Iterator& Simulation::iterator_in(Words& words) { return iterators_[words.letter(iterator_names, "an iterator")]; }
Iterator* Simulation::iterator_or_null(Words& words) {
    const char name = words.take_letter(iterator_names);
    return name != 0 ? &iterators_[name] : nullptr;
}

/// "rehash": the table grows; "where a": at the address that element a had last.
Insertion Simulation::insertion_in(Words& words) {
    Insertion how;
    how.rehashes = words.take("rehash");
    if (words.take("where")) {
        const char element = element_in(words);
        how.address = last_address_[element];
        if (how.address == nullptr) words.fail("that element never had an address");
    }
    return how;
}

std::vector<Map*> Simulation::all_maps() {
    std::vector<Map*> all;
    for (auto& [name, m] : maps_) {
        all.push_back(&m);
        for (const Node& n : m.nodes) last_address_[n.name] = n.address;
    }
    return all;
}

bool Simulation::play_member(const std::string& verb, Words& words, Thread& t, Finish& finish) {
    all_maps();                // remembers addresses, before elements go
    if (verb == "construct") { // a new object in the same storage
        Map& m = map_in(words);
        m.handle = 0;
        m.nodes.clear();
        finish = [] {};
        return true;
    }
    if (verb == "move") {
        Map& to = map_in(words);
        finish = play_.move_construct(t, to, map_in(words));
        return true;
    }
    if (verb == "move_assign") {
        Map& to = map_in(words);
        finish = play_.move_assign(t, to, map_in(words));
        return true;
    }
    const Op op = op_named(verb);
    if (op == Op::none || op == Op::step || op == Op::step_back || op == Op::use || op == Op::move_from ||
        op == Op::move_to)
        return false;
    Map& m = map_in(words);
    switch (op) {
    case Op::begin:
        finish = play_.begin(t, m, iterator_or_null(words));
        break;
    case Op::find:
    case Op::bound: {
        const char element = words.take_letter(element_names);
        finish = play_.find(t, m, op, element, iterator_or_null(words));
        break;
    }
    case Op::at:
    case Op::count:
        words.take_letter(element_names);
        finish = play_.read(t, m, op);
        break;
    case Op::compare: {
        Finish one = play_.read(t, m, op);
        Finish other = play_.read(t, map_in(words), op);
        finish = [one, other] {
            one();
            other();
        };
        break;
    }
    case Op::subscript: {
        const char element = element_in(words);
        finish = play_.subscript(t, m, element, insertion_in(words));
        break;
    }
    case Op::insert:
    case Op::emplace:
    case Op::try_emplace:
    case Op::insert_or_assign: {
        const char element = element_in(words);
        Iterator* out = iterator_or_null(words);
        if (words.take("hint")) Maps::member(t, iterator_in(words), m, op);
        Insertion how = insertion_in(words);
        how.constructs = op == Op::emplace;
        finish = play_.insert(t, m, op, element, how, out);
        break;
    }
    case Op::erase:
    case Op::extract:
        if (const Iterator* at = iterator_or_null(words))
            finish = play_.erase_at(t, m, op, *at, iterator_or_null(words));
        else
            finish = play_.erase(t, m, op, element_in(words));
        break;
    case Op::clear:
        finish = play_.replace(t, m, op, "");
        break;
    case Op::assign:
        finish = play_.replace(t, m, op, words.more() ? words.next("elements") : "");
        break;
    case Op::rehash:
        finish = play_.rehash(t, m, !words.take("unchanged"));
        break;
    case Op::merge:
        finish = play_.merge(t, m, map_in(words));
        break;
    case Op::swap:
        finish = play_.swap(t, m, map_in(words));
        break;
    case Op::destroy:
        finish = play_.destroy(t, m);
        break;
    default:
        finish = play_.read(t, m, op);
        break; // size, bucket, copy
    }
    return true;
}

bool Simulation::play_iterator(const std::string& verb, Words& words, Thread& t) {
    if (verb == "end") {
        Map& m = map_in(words);
        iterator_in(words) = Maps::end(m);
    } else if (verb == "same") { // a copy
        Iterator& to = iterator_in(words);
        to = iterator_in(words);
    } else if (verb == "step" || verb == "step_back") {
        play_.step(t, iterator_in(words), op_named(verb), all_maps());
    } else if (verb == "use") {
        const Iterator& it = iterator_in(words);
        Maps::use(t, it, it.node == nullptr);
    } else if (verb == "equal") {
        const Iterator& a = iterator_in(words);
        const Iterator& b = iterator_in(words);
        Maps::compare(t, a, b, a.node == nullptr || b.node == nullptr);
    } else {
        return false;
    }
    return true;
}

bool Simulation::play_order(const std::string& verb, Words& words, Thread& t) {
    const bool reads = verb == "rdlock" || verb == "rdunlock";
    if (verb == "lock" || verb == "wrlock" || verb == "rdlock") {
        const auto* lock = reinterpret_cast<const void*>(object(words.next("a lock")));
        const As as(t);
        edges::told_locked(lock, verb == "lock" ? LockKind::mutex : LockKind::rwlock, !reads);
    } else if (verb == "unlock" || verb == "wrunlock" || verb == "rdunlock") {
        const auto* lock = reinterpret_cast<const void*>(object(words.next("a lock")));
        const As as(t);
        edges::told_unlocked(lock, verb == "unlock" ? LockKind::mutex : LockKind::rwlock);
    } else if (verb == "release" || verb == "acquire" || verb == "rmw" || verb == "forget") {
        const std::string name = words.next("an object");
        const core::Key k = key(name, kind_in(words));
        const As as(t);
        if (verb == "forget") edges::told_forget(k);
        if (verb == "release" || verb == "rmw") edges::told_release(k);
        if (verb == "acquire" || verb == "rmw") edges::told_acquire(k);
    } else if (verb == "release_fence" || verb == "acquire_fence") {
        const As as(t);
        if (verb == "release_fence")
            mapcheck_v1_atomic_release_fence();
        else
            mapcheck_v1_atomic_acquire_fence();
    } else {
        return false;
    }
    return true;
}

} // namespace mapcheck::simulation
