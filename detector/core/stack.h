// Stacks of past accesses: captured cheaply, kept once each in a depot, named by 32 bits.
//
// Owner of the depot. A capture walks frame pointers and keeps the last chains per thread; when the
// chain at the same frame is still the same (checked word by word), the id is the same. Where there
// are no frame pointers, the unwinder is asked, within a budget. Every return address is checked to
// follow a call before it enters the depot.
#pragma once

#include <cstddef>
#include <cstdint>

namespace mapcheck {
struct Stack;
}

namespace mapcheck::core {

inline constexpr std::uint32_t kept_frames = 32;
inline constexpr std::uint32_t cached_chains = 8;

/// A stack as it was found last: the words that made it, to be compared instead of walked again.
struct Chain {
    struct Link {
        std::uintptr_t outer;          ///< the frame pointer that was found there
        std::uintptr_t return_address; ///< and the word behind it
    };
    std::uintptr_t frame; ///< where it was found, 0: empty
    std::uint32_t id;     ///< in the depot
    std::uint32_t size;   ///< links
    const Link* at[kept_frames];
    Link link[kept_frames]; ///< of an unwound chain the return addresses only count
};

/// Unwinds that a thread may ask for where frame pointers are missing: 1.5 us each, 30 ms in all.
inline constexpr std::uint32_t unwind_budget = 20000;

struct StackCache {
    std::uintptr_t low, high; ///< bounds of the thread's own stack, 0: unknown
    std::uint32_t budget;     ///< unwinds left where frame pointers are missing
    Chain chain[cached_chains];
};

/// Whether a chain of frame pointers is still what it was. Two words at a time: this is half of what a
/// write costs.
inline bool chain_is_same(const Chain& c) {
    using Pair = long long __attribute__((vector_size(16), aligned(8), may_alias));
    static_assert(sizeof(Pair) == sizeof(Chain::Link));
    Pair difference = {0, 0};
    for (std::uint32_t i = 0; i < c.size; ++i)
        difference |= *reinterpret_cast<const Pair*>(c.at[i]) ^ *reinterpret_cast<const Pair*>(&c.link[i]);
    return (difference[0] | difference[1]) == 0;
}
inline Chain& chain_for(StackCache& cache, std::uintptr_t frame) {
    return cache.chain[(frame >> 4 ^ frame >> 7) % cached_chains];
}

/// Sets the depot aside; done by the first use, too. Without memory stacks are not kept, and counted.
void stack_start();

/// When there is no such chain.
std::uint32_t stack_walk(StackCache& cache, const void* frame_address);

/// The frames above the function whose frame address this is: its caller's caller and outwards (the
/// caller's own address is kept apart, in Access::pc_op). 0: nothing kept.
inline std::uint32_t stack_capture(StackCache& cache, const void* frame_address) {
    if (frame_address == nullptr) return 0;
    // A chain is kept only for a frame between here and the end of the stack: its words are mapped.
    const std::uintptr_t caller = *static_cast<const std::uintptr_t*>(frame_address);
    const Chain& c = chain_for(cache, caller);
    if (__builtin_expect(c.frame == caller && caller > reinterpret_cast<std::uintptr_t>(frame_address), 1) &&
        __builtin_expect(chain_is_same(c), 1))
        return c.id;
    return stack_walk(cache, frame_address);
}
/// Copies frames of a kept stack behind the ones already in out.
void stack_append(std::uint32_t id, Stack& out);

/// Set by edges: the return addresses of the frames outside the one at `above`, without its own, and
/// where each lies on the stack (null where that is not known); returns how many.
using Unwinder = std::uint32_t (*)(std::uintptr_t* pcs, const std::uintptr_t** slots, std::uint32_t max,
                                   const void* above);
/// Set by edges: whether the address is executable code just after a call.
using CallChecker = bool (*)(std::uintptr_t return_address);
void stack_set_helpers(Unwinder unwind, CallChecker check);

/// Set by edges: told, once in this process, of a return address into a function that is sure to keep no
/// frame pointer. Called on a checking path.
using FramelessHandler = void (*)(std::uintptr_t return_address);
void stack_set_frameless_handler(FramelessHandler handler);

} // namespace mapcheck::core
