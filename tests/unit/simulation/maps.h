// Simulated threads, maps and iterators: they follow the protocol of the wrapper's inline code
// (scopes.h, iterator.h) word by word, over elements that are nothing but addresses.
//
// Owns nothing of the runtime; one OS thread plays them all, one after another. Each call of a member
// is a begin, made at once, and a Finish that the caller makes at once or later (two calls in flight).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <mapcheck/hot.h>

#include "core/accuse.h"
#include "core/thread.h"

namespace mapcheck::simulation {

struct Thread {
    int number = 0;
    core::Thread* core = nullptr;
    hot::Tls tls{};
    std::uint64_t pc = 0;     ///< of the event that it plays now
    core::VectorClock last{}; ///< its clock when it ended
    bool ended = false;
    std::vector<std::function<void()>> open; ///< calls that have begun
    core::Site site() const { return {pc, nullptr}; }
};

struct Node {
    char name;
    const void* address;
};

struct Map {
    char name = 0;
    bool unordered = false;
    std::uint32_t handle = 0;
    std::vector<Node> nodes;
    alignas(16) char object[64];

    const void* end_node() const { return unordered ? nullptr : object + 8; }
    const hot::MapType* type() const;
    const Node* find(char element) const;
    bool holds(const void* node) const;
};

struct Iterator {
    hot::Word word = 0;
    std::uint32_t token = 0;
    std::uint32_t begin = 0;
    const void* node = nullptr;
};

using Finish = std::function<void()>;

/// What an insertion is told besides the element.
struct Insertion {
    bool rehashes = false;
    bool constructs = false;       ///< user code may run inside (emplace)
    const void* address = nullptr; ///< null: a fresh node
};

class Maps {
  public:
    explicit Maps(std::uintptr_t first_address) : next_address_(first_address) {}

    // ---- reads. `out` may be null.
    Finish read(Thread& t, Map& m, hot::Op op);
    Finish find(Thread& t, Map& m, hot::Op op, char element, Iterator* out);
    Finish begin(Thread& t, Map& m, Iterator* out);
    static Iterator end(const Map& m) { return {m.handle, 0, 0, m.end_node()}; }

    // ---- writes
    Finish insert(Thread& t, Map& m, hot::Op op, char element, const Insertion& how, Iterator* out);
    Finish subscript(Thread& t, Map& m, char element, const Insertion& how);
    Finish erase(Thread& t, Map& m, hot::Op op, char element);
    Finish erase_at(Thread& t, Map& m, hot::Op op, const Iterator& at, Iterator* out);
    /// Every element goes, by clear or assignment; `after` come instead.
    Finish replace(Thread& t, Map& m, hot::Op op, const std::string& after);
    Finish rehash(Thread& t, Map& m, bool rehashes);
    Finish merge(Thread& t, Map& to, Map& from);
    Finish swap(Thread& t, Map& a, Map& b);
    Finish move_construct(Thread& t, Map& to, Map& from);
    Finish move_assign(Thread& t, Map& to, Map& from);
    Finish destroy(Thread& t, Map& m);

    // ---- iterators
    void step(Thread& t, Iterator& it, hot::Op op, const std::vector<Map*>& maps) const;
    static void use(Thread& t, const Iterator& it, bool unordered);
    static void compare(Thread& t, const Iterator& a, const Iterator& b, bool unordered);
    static void member(Thread& t, const Iterator& it, const Map& m, hot::Op op);

  private:
    struct Write {
        hot::Slot* slot;
        hot::Word before;
        bool open;
    };
    struct Read {
        hot::Slot* slot;
        hot::Word word;
    };
    static Read begin_read(Thread& t, Map& m, hot::Op op);
    static void end_read(Thread& t, const Read& r, hot::Op op);
    /// if_filled: a map without a slot changes nothing that anybody has seen.
    static Write begin_write(Thread& t, Map& m, hot::Op op, bool constructs, bool if_filled);
    static hot::Word end_write(Thread& t, const Map& m, Write& w, std::uint32_t what, const void* element);
    const void* new_address();

    std::uintptr_t next_address_;
};

} // namespace mapcheck::simulation
