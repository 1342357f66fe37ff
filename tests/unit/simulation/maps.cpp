#include "simulation/maps.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/access.h"
#include "core/iterator_rules.h"
#include "core/slot.h"
#include "core/write_end.h"

namespace mapcheck::simulation {
namespace {

using hot::Op;
using hot::Word;

constexpr std::uint32_t changed = hot::MAPCHECK_ABI(changed);
constexpr std::uint32_t erased = hot::MAPCHECK_ABI(erased);
constexpr std::uint32_t cleared = hot::MAPCHECK_ABI(cleared);
constexpr std::uint32_t rehashed = hot::MAPCHECK_ABI(rehashed);
constexpr std::uint32_t constructs_bit = hot::MAPCHECK_ABI(constructs);

std::uint32_t number(Op op) { return static_cast<std::uint32_t>(op); }
std::uint32_t low(const Thread& t) { return static_cast<std::uint32_t>(t.pc); }
bool stale(const Iterator& it) {
    return hot::word_differs(hot::slot_at(static_cast<std::uint32_t>(it.word)), it.word, it.node);
}

void adopt(Map& to, Map& from) {
    to.handle = std::exchange(from.handle, 0);
    if (to.handle != 0) core::slot_set_map(*hot::slot_at(to.handle), to.object, to.end_node());
}

void give_up(const Map& m) {
    if (m.handle != 0) core::slot_give_back(*hot::slot_at(m.handle));
}

} // namespace

const hot::MapType* Map::type() const {
    static const hot::MapType types[] = {{MAPCHECK_ABI_VERSION, 0, "std::map<char, int>"},
                                         {MAPCHECK_ABI_VERSION, 1, "std::unordered_map<char, int>"}};
    return &types[unordered ? 1 : 0];
}

const Node* Map::find(char element) const {
    for (const Node& n : nodes)
        if (n.name == element) return &n;
    return nullptr;
}

bool Map::holds(const void* node) const {
    return std::any_of(nodes.begin(), nodes.end(), [&](const Node& n) { return n.address == node; });
}

const void* Maps::new_address() {
    next_address_ += 64;
    return reinterpret_cast<const void*>(next_address_);
}

// ---- scopes.h, word by word ------------------------------------------------------------------------

Maps::Read Maps::begin_read(Thread& t, Map& m, Op op) {
    Read r{hot::slot_at(m.handle), 0};
    r.word = hot::load_word(r.slot);
    const std::uint64_t key = r.word ^ t.tls.mix;
    if (op != Op::begin && r.word == t.tls.recent_read) return r;
    const hot::ReadRecord& record = hot::record_of(t.tls, m.handle);
    if (key == (op == Op::begin ? record.step_key : record.read_key)) {
        if (op != Op::begin) t.tls.recent_read = r.word;
        return r;
    }
    r.word = core::read_begin(*t.core, &m.handle, m.object, m.end_node(), m.type(), op, t.site());
    r.slot = hot::slot_at(static_cast<std::uint32_t>(r.word));
    return r;
}

void Maps::end_read(Thread& t, const Read& r, Op op) {
    if (hot::word_differs(r.slot, r.word, std::uint64_t{0}))
        core::read_end(*t.core, hot::offset_of(r.word), r.word, op, t.site());
}

Maps::Write Maps::begin_write(Thread& t, Map& m, Op op, bool constructs, bool if_filled) {
    Write w{hot::slot_at(m.handle), 0, true};
    if (if_filled && m.handle == 0) {
        w.open = false;
        return w;
    }
    w.before = hot::load_word(w.slot);
    if (!constructs && m.handle != 0 && w.slot->owner == t.tls.thread && (w.before & hot::in_flight) == 0) {
        w.slot->writer = t.tls.thread;
        t.tls.write_pc_op = t.pc | std::uint64_t{number(op)} << 48;
        w.slot->word = w.before | hot::in_flight;
    } else {
        w.before = core::write_begin(*t.core, &m.handle, m.object, m.end_node(), m.type(),
                                     number(op) | (constructs ? constructs_bit : 0), t.site());
        w.slot = hot::slot_at(m.handle);
    }
    return w;
}

Word Maps::end_write(Thread& t, const Map& m, Write& w, std::uint32_t what, const void* element) {
    if (!w.open) return 0;
    w.open = false;
    return core::write_end(*t.core, *w.slot, w.before, what, element, m.nodes.size(), t.site());
}

// ---- reads -----------------------------------------------------------------------------------------

Finish Maps::read(Thread& t, Map& m, Op op) {
    return [&t, op, r = begin_read(t, m, op)] { end_read(t, r, op); };
}

Finish Maps::find(Thread& t, Map& m, Op op, char element, Iterator* out) {
    return [&t, &m, op, element, out, r = begin_read(t, m, op)] {
        end_read(t, r, op);
        const Node* found = m.find(element);
        if (out != nullptr)
            *out = Iterator{r.word, 0, op == Op::bound ? low(t) : 0, found ? found->address : m.end_node()};
    };
}

Finish Maps::begin(Thread& t, Map& m, Iterator* out) {
    return [&t, &m, out, r = begin_read(t, m, Op::begin)] {
        end_read(t, r, Op::begin);
        if (out != nullptr)
            *out = Iterator{r.word, t.tls.token, low(t), m.nodes.empty() ? m.end_node() : m.nodes.front().address};
    };
}

// ---- writes ----------------------------------------------------------------------------------------

Finish Maps::insert(Thread& t, Map& m, Op op, char element, const Insertion& how, Iterator* out) {
    return [this, &t, &m, op, element, how, out, w = begin_write(t, m, op, how.constructs, false)]() mutable {
        std::uint32_t what = number(op);
        if (m.find(element) == nullptr) {
            m.nodes.push_back({element, how.address != nullptr ? how.address : new_address()});
            std::sort(m.nodes.begin(), m.nodes.end(), [](const Node& a, const Node& b) { return a.name < b.name; });
            what |= changed | (how.rehashes ? rehashed : 0);
        }
        const Word after = end_write(t, m, w, what, nullptr);
        if (out != nullptr) *out = Iterator{after, 0, 0, m.find(element)->address};
    };
}

Finish Maps::subscript(Thread& t, Map& m, char element, const Insertion& how) {
    Finish look = find(t, m, Op::subscript, element, nullptr);
    if (m.find(element) != nullptr) return look;
    look();
    return insert(t, m, Op::subscript, element, how, nullptr);
}

Finish Maps::erase(Thread& t, Map& m, Op op, char element) {
    return [&t, &m, op, element, w = begin_write(t, m, op, false, false)]() mutable {
        const Node* found = m.find(element);
        if (found == nullptr) {
            end_write(t, m, w, number(op), nullptr);
            return;
        }
        const void* node = found->address;
        m.nodes.erase(m.nodes.begin() + (found - m.nodes.data()));
        end_write(t, m, w, number(op) | changed | erased, node);
    };
}

Finish Maps::erase_at(Thread& t, Map& m, Op op, const Iterator& at, Iterator* out) {
    member(t, at, m, op);
    return [&t, &m, op, node = at.node, out, w = begin_write(t, m, op, false, false)]() mutable {
        const void* next = m.end_node();
        for (std::size_t i = 0; i < m.nodes.size(); ++i) {
            if (m.nodes[i].address != node) continue;
            m.nodes.erase(m.nodes.begin() + static_cast<std::ptrdiff_t>(i));
            if (i < m.nodes.size()) next = m.nodes[i].address;
            const Word after = end_write(t, m, w, number(op) | changed | erased, node);
            if (out != nullptr) *out = Iterator{after, 0, 0, next};
            return;
        }
        end_write(t, m, w, number(op), nullptr); // of another map, or dead: what really happens is not defined
    };
}

Finish Maps::replace(Thread& t, Map& m, Op op, const std::string& after) {
    return [this, &t, &m, op, after, w = begin_write(t, m, op, false, op == Op::clear)]() mutable {
        const bool empty = m.nodes.empty() && after.empty();
        m.nodes.clear();
        for (char element : after) m.nodes.push_back({element, new_address()});
        end_write(t, m, w, number(op) | (empty ? 0 : changed | cleared), nullptr);
    };
}

Finish Maps::rehash(Thread& t, Map& m, bool rehashes) {
    return [&t, &m, rehashes, w = begin_write(t, m, Op::rehash, false, false)]() mutable {
        end_write(t, m, w, number(Op::rehash) | (rehashes ? changed | rehashed : 0), nullptr);
    };
}

Finish Maps::merge(Thread& t, Map& to, Map& from) {
    Write target = begin_write(t, to, Op::merge, false, false);
    Write source = begin_write(t, from, Op::merge, false, false);
    return [&t, &to, &from, target, source]() mutable {
        std::vector<Node> left;
        for (const Node& n : from.nodes) {
            if (to.find(n.name) != nullptr) {
                left.push_back(n);
                continue;
            }
            to.nodes.push_back(n);
            if (from.unordered)
                core::element_erased(*t.core, *source.slot, n.address, t.site());
            else
                core::element_moved(*source.slot, *target.slot, n.address);
        }
        const std::uint32_t what = number(Op::merge) | (left.size() != from.nodes.size() ? changed : 0);
        from.nodes = left;
        std::sort(to.nodes.begin(), to.nodes.end(), [](const Node& a, const Node& b) { return a.name < b.name; });
        end_write(t, to, target, what, nullptr);
        end_write(t, from, source, what, nullptr);
    };
}

Finish Maps::swap(Thread& t, Map& a, Map& b) {
    Write mine = begin_write(t, a, Op::swap, false, false);
    Write theirs = begin_write(t, b, Op::swap, false, false);
    return [&t, &a, &b, mine, theirs]() mutable {
        std::swap(a.nodes, b.nodes);
        end_write(t, a, mine, number(Op::swap) | changed, nullptr);
        end_write(t, b, theirs, number(Op::swap) | changed, nullptr);
        std::swap(a.handle, b.handle);
        core::slot_set_map(*hot::slot_at(a.handle), a.object, a.end_node());
        core::slot_set_map(*hot::slot_at(b.handle), b.object, b.end_node());
    };
}

Finish Maps::move_construct(Thread& t, Map& to, Map& from) {
    to.handle = 0;
    return [&t, &to, &from, w = begin_write(t, from, Op::move_from, false, true)]() mutable {
        to.nodes = std::exchange(from.nodes, {});
        end_write(t, from, w, number(Op::move_from) | changed, nullptr);
        adopt(to, from);
    };
}

Finish Maps::move_assign(Thread& t, Map& to, Map& from) {
    Write source = begin_write(t, from, Op::move_from, false, true);
    Write target = begin_write(t, to, Op::move_to, false, true);
    return [&t, &to, &from, source, target]() mutable {
        to.nodes = std::exchange(from.nodes, {});
        end_write(t, to, target, number(Op::move_to) | changed | cleared, nullptr);
        end_write(t, from, source, number(Op::move_from) | changed, nullptr);
        if (from.handle == 0) return;
        give_up(to);
        adopt(to, from);
    };
}

Finish Maps::destroy(Thread& t, Map& m) {
    return [&t, &m, w = begin_write(t, m, Op::destroy, false, true)]() mutable {
        m.nodes.clear();
        if (!w.open) return;
        end_write(t, m, w, number(Op::destroy) | changed | cleared, nullptr);
        give_up(m); // the object keeps its handle, as freed memory does
    };
}

// ---- iterator.h, word by word ----------------------------------------------------------------------

void Maps::step(Thread& t, Iterator& it, Op op, const std::vector<Map*>& maps) const {
    const Map* owner = nullptr;
    for (const Map* m : maps)
        if (m->holds(it.node) || (it.node != nullptr && it.node == m->end_node())) owner = m;
    // A null pointer is the end of some unordered map; only those check it inline.
    if (stale(it) || it.token != t.tls.token || it.node == nullptr) {
        it.word = core::iterator_step(*t.core, it.word, it.token, it.begin, it.node, op, t.site());
        it.token = t.tls.token;
    }
    if (owner == nullptr) return; // dead, or an end: where it would go is not defined
    const auto& nodes = owner->nodes;
    auto at = std::find_if(nodes.begin(), nodes.end(), [&](const Node& n) { return n.address == it.node; });
    if (op == Op::step_back) {
        if (at != nodes.begin()) it.node = std::prev(at)->address;
    } else if (at != nodes.end()) {
        it.node = std::next(at) == nodes.end() ? owner->end_node() : std::next(at)->address;
    }
}

void Maps::use(Thread& t, const Iterator& it, bool unordered) {
    if (stale(it) || (unordered && it.node == nullptr))
        core::iterator_use(*t.core, it.word, it.begin, it.node, t.site());
}

void Maps::compare(Thread& t, const Iterator& a, const Iterator& b, bool unordered) {
    if (unordered && a.node != b.node) return;
    const std::uint32_t mine = hot::offset_of(a.word);
    const std::uint32_t theirs = hot::offset_of(b.word);
    if (mine != theirs && mine != 0 && theirs != 0)
        core::iterator_compare(*t.core, a.word, a.node, b.word, b.node, t.site());
}

void Maps::member(Thread& t, const Iterator& it, const Map& m, Op op) {
    if (static_cast<std::uint32_t>(it.word) == m.handle && !stale(it)) return;
    core::iterator_to_member(*t.core, it.word, it.begin, it.node, m.handle, op, t.site());
}

} // namespace mapcheck::simulation
