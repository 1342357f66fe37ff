#include "edges/unwind.h"

#include <cstdint>
#include <initializer_list>
#include <unwind.h>

#include <boost/stacktrace/safe_dump_to.hpp>

#include <mapcheck/finding.h>

#include "core/accuse.h"
#include "core/stack.h"
#include "edges/code_ranges.h"
#include "edges/frameless.h"

namespace mapcheck::edges {
namespace {

/// Whether the bytes before the address are a call.
bool follows_call(std::uintptr_t address) {
    constexpr std::uintptr_t longest_call = 7;
    if (address < 4096 || !is_code(address) || !is_code(address - longest_call)) return false;
#if defined(__x86_64__)
    const auto* p = reinterpret_cast<const unsigned char*>(address);
    if (p[-5] == 0xe8) return true;    // call rel32
    for (int length : {2, 3, 4, 6, 7}) // call r/m64, with or without a SIB byte and a displacement
        if (p[-length] == 0xff && (p[1 - length] & 0x38) == 0x10) return true;
    return false;
#elif defined(__aarch64__)
    const std::uint32_t instruction = *reinterpret_cast<const std::uint32_t*>(address - 4);
    return (instruction & 0xfc000000) == 0x94000000 || (instruction & 0xfffffc1f) == 0xd63f0000; // bl, blr
#else
    return true;
#endif
}

// ---- the unwinder ----------------------------------------------------------------------------------

struct Unwound {
    std::uintptr_t* pc;
    const std::uintptr_t** slot;
    std::uint32_t size, max;
    std::uintptr_t above; // frames whose caller lies further in are skipped
};

_Unwind_Reason_Code take_frame(_Unwind_Context* context, void* state) {
    auto& u = *static_cast<Unwound*>(state);
    // The canonical frame address of the frame that this one called: its return address lies below.
    const std::uintptr_t cfa = _Unwind_GetCFA(context);
    const std::uintptr_t pc = _Unwind_GetIP(context);
    constexpr std::uintptr_t frame_head = 2 * sizeof(void*);
    if (cfa <= u.above + frame_head) return _URC_NO_REASON;
    if (u.size == u.max || pc == 0) return _URC_END_OF_STACK;
    u.pc[u.size] = pc;
    u.slot[u.size] = nullptr;
#if defined(__x86_64__)
    const auto* slot = reinterpret_cast<const std::uintptr_t*>(cfa - sizeof(void*));
    if (*slot == pc) u.slot[u.size] = slot;
#endif
    ++u.size;
    return _URC_NO_REASON;
}

std::uint32_t unwind(std::uintptr_t* pcs, const std::uintptr_t** slots, std::uint32_t max, const void* above) {
    Unwound u{pcs, slots, 0, max, reinterpret_cast<std::uintptr_t>(above)};
    _Unwind_Backtrace(take_frame, &u);
    return u.size;
}

// ---- the reporting thread's own stack --------------------------------------------------------------

/// The frames outside the caller that site names. out holds the caller's address already.
__attribute__((noinline)) void take_stack(const core::Site& site, Stack& out) {
    constexpr std::size_t room = 128;
    const void* frame[room];
    const std::size_t n = boost::stacktrace::safe_dump_to(frame, sizeof frame);
    std::size_t i = 0;
    while (i < n && frame[i] != nullptr && reinterpret_cast<std::uint64_t>(frame[i]) != site.pc) ++i;
    if (i >= n || frame[i] == nullptr) {
        // Unwinding stopped inside the runtime: nothing to add.
        out.truncated = 1;
        return;
    }
    for (++i; i < n && frame[i] != nullptr && out.size < max_frames; ++i)
        out.pc[out.size++] = reinterpret_cast<std::uint64_t>(frame[i]);
}

} // namespace

void connect_stack_helpers() {
    core::stack_set_helpers(unwind, follows_call);
    core::stack_set_frameless_handler(warn_of_frameless_code);
    core::set_stack_taker(take_stack);
}

} // namespace mapcheck::edges
