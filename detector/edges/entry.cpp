// The C ABI of hot.h: one function for each slow path, each of them enter, say where, hand to the core.
//
// Contract with inline code: a call that cannot be watched (the thread is inside the runtime already,
// or the runtime is off) still leaves the slot consistent and returns a word to go on with.

#include <mapcheck/hot.h>

#include "core/iterator_rules.h"
#include "core/slot.h"
#include "core/write_end.h"
#include "edges/self.h"

// Where the program called: must be written in the entry function itself.
#define MAPCHECK_SITE                                                                                                  \
    mapcheck::core::Site { reinterpret_cast<std::uint64_t>(__builtin_return_address(0)), __builtin_frame_address(0) }

namespace mapcheck::hot {
namespace {

using edges::Inside;

Word word_now(std::uint32_t handle) { return core::load(*slot_at(handle)) & ~flag_bits; }

} // namespace

extern "C" {

MAPCHECK_EXPORT Word MAPCHECK_ABI(read_slow)(std::uint32_t* handle, const void* map, const void* end_node,
                                             const MapType* type, Op op) {
    const Inside in;
    if (!in.ok()) return word_now(__atomic_load_n(handle, __ATOMIC_RELAXED));
    return core::read_begin(in.thread(), handle, map, end_node, type, op, MAPCHECK_SITE);
}

MAPCHECK_EXPORT void MAPCHECK_ABI(read_end_slow)(std::uint32_t handle, Word word, Op op) {
    const Inside in;
    if (in.ok()) core::read_end(in.thread(), handle, word, op, MAPCHECK_SITE);
}

MAPCHECK_EXPORT Word MAPCHECK_ABI(step_slow)(Word stamp, std::uint32_t token, std::uint32_t begin, const void* element,
                                             Op op) {
    const Inside in;
    if (!in.ok()) return stamp;
    return core::iterator_step(in.thread(), stamp, token, begin, element, op, MAPCHECK_SITE);
}

MAPCHECK_EXPORT void MAPCHECK_ABI(use_slow)(Word stamp, std::uint32_t begin, const void* element) {
    const Inside in;
    if (in.ok()) core::iterator_use(in.thread(), stamp, begin, element, MAPCHECK_SITE);
}

MAPCHECK_EXPORT void MAPCHECK_ABI(compare_slow)(Word a, const void* element_a, Word b, const void* element_b) {
    const Inside in;
    if (in.ok()) core::iterator_compare(in.thread(), a, element_a, b, element_b, MAPCHECK_SITE);
}

MAPCHECK_EXPORT void MAPCHECK_ABI(member_slow)(Word stamp, std::uint32_t begin, const void* element,
                                               std::uint32_t handle, Op op) {
    const Inside in;
    if (in.ok()) core::iterator_to_member(in.thread(), stamp, begin, element, handle, op, MAPCHECK_SITE);
}

MAPCHECK_EXPORT Word MAPCHECK_ABI(write_begin_slow)(std::uint32_t* handle, const void* map, const void* end_node,
                                                    const MapType* type, std::uint32_t what) {
    const Inside in;
    if (!in.ok()) return not_ours;
    return core::write_begin(in.thread(), handle, map, end_node, type, what, MAPCHECK_SITE);
}

MAPCHECK_EXPORT Word MAPCHECK_ABI(write_end)(Slot* slot, Word before, std::uint32_t what, const void* element,
                                             std::uint64_t size) {
    const Inside in;
    if (MAPCHECK_LIKELY(in.ok()))
        return core::write_end(in.thread(), *slot, before, what, element, size, MAPCHECK_SITE);
    if (before == not_ours || slot == slot_at(0)) return load_word(slot) & ~flag_bits;
    // Inline code had taken the mark (a handler interrupted the runtime): give it back, as a change.
    const Word next = (load_word(slot) & ~flag_bits) + one_epoch;
    __atomic_store_n(&slot->word, next, __ATOMIC_RELEASE);
    return next;
}

MAPCHECK_EXPORT void MAPCHECK_ABI(element_erased)(Slot* slot, const void* element) {
    const Inside in;
    if (in.ok()) core::element_erased(in.thread(), *slot, element, MAPCHECK_SITE);
}

MAPCHECK_EXPORT void MAPCHECK_ABI(element_moved)(Slot* from, Slot* to, const void* element) {
    const Inside in;
    if (in.ok()) core::element_moved(*from, *to, element);
}

MAPCHECK_EXPORT void MAPCHECK_ABI(slot_moved)(std::uint32_t handle, const void* map, const void* end_node) {
    if ((handle & offset_mask) == 0 || core::switched_off(core::Switch::clause_travel)) return;
    core::slot_set_map(*slot_at(handle), map, end_node);
}

MAPCHECK_EXPORT void MAPCHECK_ABI(slot_dead)(std::uint32_t handle) {
    if ((handle & offset_mask) == 0) return;
    const Inside in;
    // Not given back when the pool may not be entered: one slot of the region is lost.
    if (in.ok()) core::slot_give_back(*slot_at(handle));
}

MAPCHECK_EXPORT void MAPCHECK_ABI(slot_name)(std::uint32_t* handle, const void* map, const void* end_node,
                                             const MapType* type, const char* name) {
    const Inside in;
    if (!in.ok()) return;
    if (Slot* slot = core::slot_for(in.thread(), handle, map, end_node, type)) core::slot_set_name(*slot, name);
}

MAPCHECK_EXPORT void MAPCHECK_ABI(ignore)(int delta) {
    if (core::Thread* t = edges::self()) core::thread_set_ignored(*t, t->ignored + static_cast<std::uint32_t>(delta));
}

} // extern "C"
} // namespace mapcheck::hot
