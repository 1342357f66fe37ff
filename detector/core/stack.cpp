#include "core/stack.h"

#include <mapcheck/finding.h>

#include "core/config.h"
#include "core/memory.h"
#include "core/spin_lock.h"

namespace mapcheck::core {
namespace {

// ---- the depot: stacks end to end in one arena, found by hash -------------------------------------

struct Kept {
    std::uint64_t hash;
    std::uint32_t size;
    std::uint32_t next; // id of the next with this bucket
    std::uint32_t truncated;
    std::uint32_t unused;
    std::uintptr_t pc[1];
};
constexpr std::size_t most_depot_words = std::size_t{8} << 20; // 64 MiB of addresses, backed as they fill
std::size_t depot_words;
constexpr std::uint32_t buckets = 1U << 16;
constexpr std::size_t kept_head_words = offsetof(Kept, pc) / sizeof(std::uint64_t);

std::uint64_t* arena;
std::uint32_t arena_used = 1; // id 0: no stack
std::uint32_t bucket[buckets];
SpinLock adding;

Unwinder unwind;
CallChecker follows_call;
FramelessHandler frameless;
bool frameless_told;

Kept& kept(std::uint32_t id) { return *reinterpret_cast<Kept*>(arena + id); }

void make_arena() { // under `adding`
    if (arena != nullptr) return;
    depot_words = fair_share(most_depot_words * sizeof(std::uint64_t)) / sizeof(std::uint64_t);
    arena = static_cast<std::uint64_t*>(reserve(depot_words * sizeof(std::uint64_t)));
}

std::uint32_t look(std::uint32_t id, std::uint64_t hash, const std::uintptr_t* pc, std::uint32_t size) {
    for (; id != 0; id = kept(id).next) {
        const Kept& k = kept(id);
        if (k.hash != hash || k.size != size) continue;
        std::uint32_t i = 0;
        while (i < size && k.pc[i] == pc[i]) ++i;
        if (i == size) return id;
    }
    return 0;
}

std::uint32_t keep(const std::uintptr_t* pc, std::uint32_t size, bool truncated) {
    std::uint64_t hash = size;
    for (std::uint32_t i = 0; i < size; ++i) hash = (hash ^ pc[i]) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 32;
    std::uint32_t& head = bucket[hash % buckets];
    const std::uint32_t first = __atomic_load_n(&head, __ATOMIC_ACQUIRE);
    if (std::uint32_t id = look(first, hash, pc, size)) return id;
    SpinGuard guard(adding);
    make_arena();
    if (std::uint32_t id = look(head, hash, pc, size)) return id;
    const std::size_t words = kept_head_words + (size != 0 ? size : 1);
    if (arena == nullptr || arena_used + words > depot_words) {
        count(counters.stacks_lost);
        return 0;
    }
    const std::uint32_t id = arena_used;
    arena_used += static_cast<std::uint32_t>(words);
    Kept& k = kept(id);
    k.hash = hash;
    k.size = size;
    k.truncated = truncated ? 1 : 0;
    k.next = head;
    for (std::uint32_t i = 0; i < size; ++i) k.pc[i] = pc[i];
    __atomic_store_n(&head, id, __ATOMIC_RELEASE);
    return id;
}

// ---- capture ---------------------------------------------------------------------------------------

/// Of a chain that the unwinder found.
bool unwound_is_same(const Chain& c) {
    std::uintptr_t difference = 0;
    for (std::uint32_t i = 0; i < c.size; ++i) difference |= c.at[i]->return_address ^ c.link[i].return_address;
    return difference == 0;
}

/// A frame on the thread's own stack outside `inner`, which is live: everything from there to the
/// stack's end is mapped. On another stack (a fiber's, a signal's) nothing is known.
bool is_frame(const StackCache& cache, std::uintptr_t inner, std::uintptr_t frame) {
    return inner >= cache.low && inner < cache.high && frame > inner && frame + 2 * sizeof(void*) <= cache.high &&
           frame % sizeof(void*) == 0;
}

/// Follows frame pointers from `frame` outwards; how many return addresses were sound.
std::uint32_t walk(const StackCache& cache, std::uintptr_t inner, std::uintptr_t frame, Chain& chain,
                   std::uintptr_t* pc) {
    std::uint32_t n = 0;
    while (n < kept_frames && is_frame(cache, inner, frame)) {
        const auto* link = reinterpret_cast<const Chain::Link*>(frame);
        if (follows_call != nullptr && !follows_call(link->return_address)) break;
        chain.at[n] = link;
        chain.link[n] = *link;
        pc[n++] = link->return_address;
        inner = frame;
        frame = link->outer;
    }
    return chain.size = n;
}

/// A function that keeps a frame pointer has it point into its own frame, wherever in it: that is, between the frame of
/// ours that it called and the place of its own return address, which the unwinder knows.
void judge_frame_pointer(const void* above, const std::uintptr_t* return_slot) {
    const auto* frame = static_cast<const std::uintptr_t*>(above);
    const std::uintptr_t frame_pointer = frame[0];
    if (frame_pointer > reinterpret_cast<std::uintptr_t>(above) &&
        frame_pointer < reinterpret_cast<std::uintptr_t>(return_slot))
        return;
    if (frameless != nullptr && !__atomic_exchange_n(&frameless_told, true, __ATOMIC_RELAXED)) frameless(frame[1]);
}

/// Asks the unwinder; a chain whose words are not known is not kept for comparing.
std::uint32_t ask_unwinder(StackCache& cache, const void* above, Chain& chain, std::uintptr_t* pc) {
    chain.size = 0;
    if (unwind == nullptr) return 0;
    if (cache.budget == 0) {
        count(counters.stacks_lost);
        return 0;
    }
    --cache.budget;
    const std::uintptr_t* at[kept_frames];
    const std::uint32_t n = unwind(pc, at, kept_frames, above);
    // Without bounds the unwinder was wanted: the caller is some library.
    if (n != 0 && at[0] != nullptr && cache.high != 0) judge_frame_pointer(above, at[0]);
    for (std::uint32_t i = 0; i < n; ++i) {
        // On a stack that is not the thread's own (a fiber's) the words may be unmapped next time.
        if (at[i] == nullptr ||
            !is_frame(cache, reinterpret_cast<std::uintptr_t>(above), reinterpret_cast<std::uintptr_t>(at[i]))) {
            chain.size = 0;
            return n;
        }
        // The frame pointer's place, one word below, means nothing here.
        chain.at[i] = reinterpret_cast<const Chain::Link*>(at[i] - 1);
        chain.link[i] = Chain::Link{0, pc[i]};
    }
    chain.size = n;
    return n;
}

} // namespace

void stack_set_helpers(Unwinder unwinder, CallChecker checker) {
    unwind = unwinder;
    follows_call = checker;
}

void stack_set_frameless_handler(FramelessHandler handler) {
    frameless = handler;
    frameless_told = false;
}

void stack_start() {
    SpinGuard guard(adding);
    make_arena();
}

std::uint32_t stack_walk(StackCache& cache, const void* frame_address) {
    const auto inner = reinterpret_cast<std::uintptr_t>(frame_address);
    const std::uintptr_t caller = *static_cast<const std::uintptr_t*>(frame_address);
    const bool plausible = is_frame(cache, inner, caller);
    // Odd: a chain that the unwinder found from this frame.
    const std::uintptr_t odd = inner | 1;
    Chain& unwound = chain_for(cache, odd);
    if (unwound.frame == odd && unwound_is_same(unwound)) return unwound.id;

    std::uintptr_t pc[kept_frames];
    if (plausible) {
        Chain& c = chain_for(cache, caller);
        c.frame = 0;
        const std::uint32_t n = walk(cache, inner, caller, c, pc);
        if (n != 0) {
            c.id = keep(pc, n, false);
            c.frame = caller;
            return c.id;
        }
    }
    unwound.frame = 0;
    const std::uint32_t n = ask_unwinder(cache, frame_address, unwound, pc);
    unwound.id = keep(pc, n, n == 0);
    if (unwound.size != 0) unwound.frame = odd;
    return unwound.id;
}

void stack_append(std::uint32_t id, Stack& out) {
    if (id == 0) {
        out.truncated = 1;
        return;
    }
    const Kept& k = kept(id);
    if (k.truncated != 0) out.truncated = 1;
    for (std::uint32_t i = 0; i < k.size && out.size < max_frames; ++i) out.pc[out.size++] = k.pc[i];
}

} // namespace mapcheck::core
