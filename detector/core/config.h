// What the core is told at start, as plain data; it never reads the environment itself.
#pragma once

#include <cstdint>

namespace mapcheck {
struct Finding;
}

namespace mapcheck::core {

/// How far `unordered` findings may go.
enum class Order : std::uint8_t {
    off,    ///< order=0: only what is in flight together, and dead iterators
    partly, ///< bare atomics may be unseen: only a foreign write between two steps of one iteration
    full,   ///< all synchronisation is seen
};

struct Config {
    Order order = Order::full;
    bool overlap_any = false;        ///< report ordered overlap of an iteration and a write (Go's rule)
    std::uint32_t trace_size = 4096; ///< structural changes that each thread remembers, a power of two
    std::uint64_t off = 0;           ///< private test hook: bits of Switch, see core/switches.inc
};

/// Names of core/switches.inc.
enum class Switch : std::uint8_t {
#define MAPCHECK_SWITCH(name) name,
#include "core/switches.inc"
#undef MAPCHECK_SWITCH
    count_
};
static_assert(static_cast<int>(Switch::count_) <= 64);

/// Switches every rule off.
inline constexpr std::uint64_t all_rules = (std::uint64_t{2} << static_cast<int>(Switch::end_iterator)) - 1;

extern Config config;
inline bool switched_off(Switch s) { return (config.off >> static_cast<int>(s) & 1) != 0; }

/// Where findings go: set by edges before the first access. Called with no lock held that an access takes, in
/// the thread that made the finding; `finding` lives only during the call.
using FindingHandler = void (*)(const Finding& finding);
void set_finding_handler(FindingHandler handler);

/// What could not be known, counted; printed at exit.
struct Counters {
    std::uint64_t maps;              ///< that were given a slot
    std::uint64_t maps_unwatched;    ///< no slot left
    std::uint64_t iterators_unknown; ///< a tombstone was overwritten: the iterator may be dead
    std::uint64_t reads_forgotten;   ///< a read's record was overwritten before a write asked for it
    std::uint64_t pairs_silenced;    ///< a side runs in a thread of an unseen module
    std::uint64_t pairs_narrowed;    ///< unordered, but order is seen only in part
    std::uint64_t objects_folded;    ///< synchronisation objects evicted into the overflow object
    std::uint64_t stacks_lost;       ///< depot or unwinding budget used up
};
extern Counters counters;
inline void count(std::uint64_t& counter) { __atomic_fetch_add(&counter, 1, __ATOMIC_RELAXED); }

} // namespace mapcheck::core
