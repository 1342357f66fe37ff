#include "edges/unwind.h"

#include <cstdint>
#include <dlfcn.h>
#include <initializer_list>
#include <link.h>
#include <unwind.h>

#include <boost/stacktrace/safe_dump_to.hpp>

#include <mapcheck/finding.h>

#include "core/accuse.h"
#include "core/spin_lock.h"
#include "core/stack.h"

namespace mapcheck::edges {
namespace {

// ---- return addresses: executable segments of the loaded objects ----------------------------------

struct Range {
    std::uintptr_t low, high;
};
constexpr std::size_t max_ranges = 1024;

struct Ranges {
    core::SpinLock lock;
    unsigned long long loads; // dlpi_adds when the list was made
    std::size_t size;
    Range at[max_ranges];
} ranges;

int add_ranges(dl_phdr_info* info, std::size_t, void*) {
    for (int i = 0; i < info->dlpi_phnum; ++i) {
        const ElfW(Phdr)& p = info->dlpi_phdr[i];
        if (p.p_type != PT_LOAD || (p.p_flags & PF_X) == 0 || ranges.size == max_ranges) continue;
        const std::uintptr_t low = info->dlpi_addr + p.p_vaddr;
        ranges.at[ranges.size++] = Range{low, low + p.p_memsz};
    }
    ranges.loads = info->dlpi_adds + info->dlpi_subs;
    return 0;
}

int read_loads(dl_phdr_info* info, std::size_t, void* out) {
    *static_cast<unsigned long long*>(out) = info->dlpi_adds + info->dlpi_subs;
    return 1;
}

bool in_ranges(std::uintptr_t address) {
    for (std::size_t i = 0; i < ranges.size; ++i)
        if (address >= ranges.at[i].low && address < ranges.at[i].high) return true;
    return false;
}

bool is_code(std::uintptr_t address) {
    unsigned long long loads = 0;
    dl_iterate_phdr(read_loads, &loads);
    const core::SpinGuard guard(ranges.lock);
    if (loads != ranges.loads || ranges.size == 0) {
        ranges.size = 0;
        dl_iterate_phdr(add_ranges, nullptr);
    }
    return in_ranges(address);
}

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
    core::set_stack_taker(take_stack);
}

} // namespace mapcheck::edges
