// From a broken rule to a finding: whether it may be said, and the plain data that says it.
//
// Owner of the handler that findings go to, and of the few places where findings are made. Nothing is
// printed, looked up or allocated here.
#pragma once

#include <cstdint>

#include <mapcheck/finding.h>
#include <mapcheck/hot.h>

#include "core/clock.h"
#include "core/config.h"
#include "core/lock_set.h"
#include "core/thread.h"

namespace mapcheck::core {

/// Where in the program the runtime was called: the return address into the caller, and the frame
/// address of the entry function (null: simulated, no stack).
struct Site {
    std::uint64_t pc;
    const void* frame;
};

/// Makes the record of an access of this thread, with its stack and lock set.
inline hot::Access make_access(Thread& t, hot::Op op, const Site& site) {
    const std::uint32_t locks = MAPCHECK_LIKELY(t.locks == 0 && t.locks_dropped == 0) ? 0 : lock_set_of(t);
    return hot::Access{(site.pc & hot::pc_mask) | static_cast<std::uint64_t>(op) << 48 | std::uint64_t{locks} << 53,
                       stack_capture(t.stacks, site.frame), t.task};
}
constexpr hot::Op op_in(std::uint64_t pc_op) { return static_cast<hot::Op>(pc_op >> 48 & 31); }
constexpr hot::Op op_of(const hot::Access& a) { return op_in(a.pc_op); }
constexpr std::uint64_t pc_of(std::uint64_t pc_op) { return pc_op & ((std::uint64_t{1} << 48) - 1); }
constexpr std::uint32_t lock_set_of_access(const hot::Access& a) { return static_cast<std::uint32_t>(a.pc_op >> 53); }

/// The reporting thread's side.
struct Here {
    Thread& thread;
    hot::Op op;
    Role role;
    std::uint32_t begin; ///< code address (low half) where the iteration began, 0: none
    Site site;
    const void* element = nullptr;            ///< node of the element concerned, not known to be freed; null: none
    const hot::Slot* iterators_map = nullptr; ///< where it is another one than the map concerned
};
/// The other side: an access that is remembered.
struct There {
    hot::Access access; ///< task 0: not known
    Role role;
    std::uint32_t begin;
    bool in_flight;
};

/// Whether two unordered accesses may be reported: order=, threads of unseen modules, what was
/// forgiven. between_steps: a foreign write between two steps of one iteration of this thread, the one
/// thing that is said even where order is seen only in part.
bool may_accuse(const Thread& thread, EventId other, bool between_steps);

/// Makes the finding and hands it over, unless its kind is switched off. slot null: no map is known.
void accuse(Kind kind, Evidence evidence, const hot::Slot* slot, const Here& here, const There& there);

/// For the handler, before it runs code that may take long or wait for other threads: gives the finding's place to
/// the next one. The finding must not be looked at after it.
void finding_done(const Finding& finding);

/// How the current stack of the reporting thread is taken, frames outside `site` (Boost.Stacktrace
/// behind it); set by edges. Null: the kept stack is used.
using StackTaker = void (*)(const Site& site, Stack& out);
void set_stack_taker(StackTaker taker);

/// Findings made so far.
std::uint64_t findings_made();

} // namespace mapcheck::core
