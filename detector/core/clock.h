// Vector clocks: what a thread knows of the others' histories.
//
// A component stands for one thread (component 0 for none; beyond 63 threads several share one and
// count as ordered among themselves: missed races, never false ones). An event is named by
// (component, clock), as an epoch in FastTrack (Flanagan, Freund, PLDI 2009).
#pragma once

#include <cstdint>

namespace mapcheck::core {

inline constexpr std::uint32_t components = 64;

/// (component << 58 | clock). 0 is the event that is before everything.
using EventId = std::uint64_t;
inline constexpr int clock_bits = 58;
constexpr EventId make_event(std::uint32_t component, std::uint64_t clock) {
    return std::uint64_t{component} << clock_bits | clock;
}
constexpr std::uint32_t component_of(EventId e) { return static_cast<std::uint32_t>(e >> clock_bits); }
constexpr std::uint64_t clock_of(EventId e) { return e & ((EventId{1} << clock_bits) - 1); }

/// Copies are loops of our own: memcpy is the program's, or a sanitizer's that judges what we copy.
struct VectorClock {
    std::uint64_t at[components];

    VectorClock() : at{} {}
    VectorClock(const VectorClock& other) { *this = other; }
    VectorClock& operator=(const VectorClock& other) { // NOLINT(bugprone-unhandled-self-assignment): word by word
        for (std::uint32_t i = 0; i < components; ++i) at[i] = other.at[i];
        return *this;
    }

    /// Takes the maximum of both, component by component, below `used`. Whether anything changed.
    bool join(const VectorClock& other, std::uint32_t used) {
        bool grown = false;
        for (std::uint32_t i = 0; i < used; ++i) {
            if (other.at[i] <= at[i]) continue; // no store: a thread's own component is read by others meanwhile
            __atomic_store_n(&at[i], other.at[i], __ATOMIC_RELAXED);
            grown = true;
        }
        return grown;
    }
    bool covers(const VectorClock& other, std::uint32_t used) const {
        bool all = true;
        for (std::uint32_t i = 0; i < used; ++i) all &= at[i] >= other.at[i];
        return all;
    }
    bool covers(EventId e) const { return at[component_of(e)] >= clock_of(e); }
};

} // namespace mapcheck::core
