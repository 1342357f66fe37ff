// What inline code in user programs shares with the runtime: the shadow slot of a map, the thread's
// words, and the calls of the slow paths. Everything here is ABI: change a layout or a meaning and
// MAPCHECK_ABI_VERSION must change with it, so that a mismatch is a link error and not a wrong report.
//
// Owner: the runtime owns all of this memory; inline code only reads slots and thread words, and
// stores a slot's word and writer while it holds the write mark of a map that only it has written.
// Callable from any thread, from signal handlers, before static initialisation and after exit:
// all-zero means "off" (offset 0 is the null slot, whose word is 0 for ever).
//
// This header includes no header that uses atomics, so that it may stand before the macros of
// <mapcheck/atomics.h>; C++17.
#pragma once

#include <cstddef>
#include <cstdint>

#include <mapcheck/atomics_off.inc>

#define MAPCHECK_ABI_VERSION 1
#define MAPCHECK_ABI(name) mapcheck_v1_##name

#define MAPCHECK_INLINE inline __attribute__((always_inline))
// Not `cold`: gcc would move the calls into another part of the function, where the debug information of
// inlined calls is such that gcc 12's libbacktrace loses the user's line.
#define MAPCHECK_COLD __attribute__((noinline))
#define MAPCHECK_LIKELY(x) __builtin_expect(static_cast<bool>(x), 1)
#define MAPCHECK_UNLIKELY(x) __builtin_expect(static_cast<bool>(x), 0)
#define MAPCHECK_TLS_MODEL __attribute__((tls_model("initial-exec")))
#define MAPCHECK_EXPORT __attribute__((visibility("default")))

namespace mapcheck::hot {

// ---- the call that an access belongs to -----------------------------------------------------------

/// What a member function does to a map; the words of the report come from here (finding.h).
/// At most 32 values: five bits of Access::pc_op hold one.
enum class Op : std::uint8_t {
    none,
    begin,     ///< begin, cbegin, rbegin: an iteration starts
    step,      ///< ++
    step_back, ///< --
    use,       ///< * and ->
    find,
    at,
    count,   ///< count, contains
    bound,   ///< lower_bound, upper_bound, equal_range
    size,    ///< size, empty
    bucket,  ///< bucket_count, load_factor, bucket, bucket_size, local iterators
    compare, ///< == and < of two maps
    copy,    ///< copy construction or assignment, as the source
    subscript,
    insert,
    emplace,
    insert_or_assign,
    try_emplace,
    erase,
    extract,
    merge,
    clear,
    assign,    ///< copy or list assignment, as the target
    move_from, ///< move construction or assignment, as the source
    move_to,   ///< move assignment, as the target
    swap,
    rehash,    ///< rehash, reserve, max_load_factor
    construct, ///< with elements: copies, ranges, lists
    destroy,
    count_
};
static_assert(static_cast<int>(Op::count_) <= 32);

// ---- the shadow slot -------------------------------------------------------------------------------

/// Where the slots lie. One region at a fixed low address: an address is an offset plus a constant
/// that fits an instruction, and 32 bits name a slot for ever (the memory of a dead map may be reused,
/// its slot is not unmapped). 0x20000000 is free in PIE and non-PIE programs, under TSan and ASan.
inline constexpr std::uintptr_t region_base = 0x20000000;
inline constexpr std::uint32_t region_bytes = 256U << 20;
inline constexpr std::uint32_t slot_bytes = 128;
/// Any 32-bit number and'ed with this is the offset of a slot inside the region.
inline constexpr std::uint32_t offset_mask = region_bytes - slot_bytes;

/// A slot's word: bits 0..31 the slot's own offset (its low seven bits are flags), bits 32..63 the
/// epoch: the number of the structural change that made the map what it is. One load is at once
/// identity, stamp and sequence lock.
using Word = std::uint64_t;
inline constexpr Word in_flight = 1; ///< a write is going on
inline constexpr Word dead = 2;      ///< the map is destroyed (in_flight is set too, for ever)
inline constexpr Word told = 4;      ///< two writes are in flight and one of them has reported it
inline constexpr Word flag_bits = slot_bytes - 1;
inline constexpr Word one_epoch = Word{1} << 32;

/// What write_begin_slow returns when the write is none of the slot's (the map is dead): give it to
/// write_end all the same, which then changes nothing.
inline constexpr Word not_ours = ~Word{0};

constexpr std::uint32_t epoch_of(Word w) { return static_cast<std::uint32_t>(w >> 32); }
constexpr std::uint32_t offset_of(Word w) { return static_cast<std::uint32_t>(w) & offset_mask; }

/// One access as it is remembered: where, by whom, holding what. Plain data, 16 bytes.
struct Access {
    std::uint64_t pc_op; ///< bits 0..47 the return address into the caller, 48..52 Op, 53..63 lock set
    std::uint32_t stack; ///< stack depot id of the frames above it, 0: not kept
    std::uint32_t task;  ///< task id, 0: no such access
};
static_assert(sizeof(Access) == 16);

/// The shadow of one map's elements. It travels with the elements (swap, move), not with the object.
struct alignas(64) Slot {
    Word word;
    std::uint32_t owner;      ///< thread that alone has written so far (Tls::thread), or shared_owner
    std::uint32_t writer;     ///< thread of the write in flight, or of the last one (or'ed: writer_constructs)
    std::uint64_t last_write; ///< event id (core/clock.h) of the last structural write, 0: before all
    std::uint64_t readers;    ///< a bit for each clock component that has read since then
    std::uint32_t birth;      ///< epoch at which the slot was given to this map
    std::uint32_t cleared;    ///< epoch of the last change that dropped every element
    std::uint32_t rehashed;   ///< epoch of the last rehash
    std::uint32_t lost;       ///< tombstones are complete for changes after this epoch
    const void* map;          ///< the container object that has the elements now
    std::uint16_t type;       ///< index of its MapType in the runtime
    std::uint16_t header;     ///< distance from map to its end node; no_header: end is a null pointer, or unknown
    std::uint32_t size;       ///< elements after the last write
    // the second line is touched by writes and reports only
    Access last_change;
    Access last_clear;
    Access last_rehash;
    Access first_fill;
};
static_assert(sizeof(Slot) == slot_bytes);
inline constexpr std::uint32_t shared_owner = ~0U;
/// In Slot::writer: user code may build an element inside this write, and touch the map (emplace).
inline constexpr std::uint32_t writer_constructs = 1U << 31;
inline constexpr std::uint64_t pc_mask = (std::uint64_t{1} << 48) - 1;
inline constexpr std::uint16_t no_header = 0xffff;
/// Given for the node of an element where the wrapper cannot tell it (libc++ with fancy pointers).
inline const void* unknown_node() { return reinterpret_cast<const void*>(std::uintptr_t{1}); }

/// How the runtime may show a key by a look at its bytes: none of the program's code runs for it.
enum class KeyKind : std::uint8_t {
    hidden, ///< of another type, or its place in the node is not known
    signed_number,
    unsigned_number, ///< enumerations too, by their number
    boolean,
    character,
    floating, ///< float and double
    pointer,
    string_libstdcxx, ///< std::string: pointer, size, short text
    string_libcxx,    ///< std::string: short text, or size and pointer
    view_libstdcxx,   ///< std::string_view: size, pointer
    view_libcxx,      ///< std::string_view: pointer, size
};
struct KeyForm {
    KeyKind kind;
    std::uint8_t bytes;
    std::uint16_t offset; ///< of the key in the element's node
};

/// What the runtime is told once of a container type; lives in the user's module.
struct MapType {
    std::uint32_t abi;          ///< MAPCHECK_ABI_VERSION
    std::uint32_t is_unordered; ///< 1: iterators die by a rehash
    const char* name;           ///< how the compiler prints the std type, e.g. from __PRETTY_FUNCTION__
    KeyForm key = {};
};

// ---- the thread's words ----------------------------------------------------------------------------

/// What a thread remembers of its reads of one map: the first since its last synchronisation.
/// Written by its thread only; read by a later writer.
struct alignas(64) ReadRecord {
    std::uint64_t read_key; ///< word ^ Tls::mix of the recorded read
    std::uint64_t step_key; ///< the same of the recorded step of an iteration
    Access read;
    Access step;
    std::uint32_t slot;       ///< offset
    std::uint32_t begin;      ///< low half of the code address where the iteration began
    std::uint32_t read_clock; ///< low half of the thread's clock then
    std::uint32_t step_clock;
};
static_assert(sizeof(ReadRecord) == 64);
inline constexpr std::uint32_t read_records = 1024;

inline constexpr Word no_read = ~Word{0};
inline constexpr int token_clock_bits = 26; ///< in Tls::token, below the clock component

struct Tls {
    std::uint64_t mix;         ///< a hash of token; never 0
    std::uint32_t token;       ///< clock component and low bits of the clock: changes with each new epoch
    std::uint32_t thread;      ///< number of the thread, 0: not registered yet
    ReadRecord* records;       ///< read_records of them; a dummy before registration
    void* self;                ///< core::Thread
    std::uint64_t write_pc_op; ///< of the write that inline code began last, as Access::pc_op without locks
    /// Word of the read that inline code last found recorded at this token; no_read after the token changed.
    Word recent_read;
};

extern "C" {
extern __thread Tls MAPCHECK_ABI(tls) MAPCHECK_TLS_MODEL;

// ---- slow paths, all in detector/edges/entry.cpp. `handle` is the offset that the map object holds.
// They take everything by value and are never inlined; each may report a finding first.

/// A read begins and its thread has no record of it for this word: gives a never used map its slot,
/// judges the read against the last write, keeps the record. Returns the word to compare with at the
/// end and to stamp iterators with (flags clear).
MAPCHECK_COLD Word MAPCHECK_ABI(read_slow)(std::uint32_t* handle, const void* map, const void* end_node,
                                           const MapType* type, Op op);
/// The word at a read's end is not `word`, that of its begin.
MAPCHECK_COLD void MAPCHECK_ABI(read_end_slow)(std::uint32_t handle, Word word, Op op);
/// A step of an iterator whose stamp or token is not the current one. Returns the new stamp.
MAPCHECK_COLD Word MAPCHECK_ABI(step_slow)(Word stamp, std::uint32_t token, std::uint32_t begin, const void* element,
                                           Op op);
/// A dereference of an iterator whose stamp is not the current one.
MAPCHECK_COLD void MAPCHECK_ABI(use_slow)(Word stamp, std::uint32_t begin, const void* element);
/// Two iterators with different slots are compared.
MAPCHECK_COLD void MAPCHECK_ABI(compare_slow)(Word a, const void* element_a, Word b, const void* element_b);
/// An iterator is passed to a member of the map with this handle, and is stale or of another slot.
MAPCHECK_COLD void MAPCHECK_ABI(member_slow)(Word stamp, std::uint32_t begin, const void* element, std::uint32_t handle,
                                             Op op);
/// A write begins that could not take the mark by plain stores. `what` is Op | constructs or 0; a write
/// that may run an element's constructor inside always begins here. Returns the word before it.
MAPCHECK_COLD Word MAPCHECK_ABI(write_begin_slow)(std::uint32_t* handle, const void* map, const void* end_node,
                                                  const MapType* type, std::uint32_t what);
/// What a write did; bits of `what` in write_end (and of write_begin_slow: constructs).
enum : std::uint32_t {
    MAPCHECK_ABI(changed) = 1U << 8,  ///< the structure changed: a write; otherwise it counts as a read
    MAPCHECK_ABI(erased) = 1U << 9,   ///< `element` is gone
    MAPCHECK_ABI(cleared) = 1U << 10, ///< every element is gone
    MAPCHECK_ABI(rehashed) = 1U << 11,
    MAPCHECK_ABI(constructs) =
        1U << 12, ///< begin only: user code may build an element inside (see write_begin_nesting)
};
/// Ends a write that returned word `before` at its begin: judges it, logs it, releases the mark.
/// Returns the new word. `what` is Op | bits above. `element`: the one that is gone or was inserted; null: none or many.
Word MAPCHECK_ABI(write_end)(Slot* slot, Word before, std::uint32_t what, const void* element, std::uint64_t size);
/// Within a write: one more element goes (range forms). Give the last one to write_end.
void MAPCHECK_ABI(element_erased)(Slot* slot, const void* element);
/// Within writes of both maps: the element moves, its iterators stay valid (merge of ordered containers).
void MAPCHECK_ABI(element_moved)(Slot* from, Slot* to, const void* element);
/// The elements of a slot belong to another object now (swap, move).
void MAPCHECK_ABI(slot_moved)(std::uint32_t handle, const void* map, const void* end_node);
/// The map dies: call after write_end of its clear. The handle is not to be used again.
void MAPCHECK_ABI(slot_dead)(std::uint32_t handle);
/// Names a map for reports; the text is copied.
void MAPCHECK_ABI(slot_name)(std::uint32_t* handle, const void* map, const void* end_node, const MapType* type,
                             const char* name);
/// Begins (+1) or ends (-1) a scope in which this thread's accesses are not watched.
void MAPCHECK_ABI(ignore)(int delta);
}

// ---- inline parts ----------------------------------------------------------------------------------

MAPCHECK_INLINE Slot* slot_at(std::uint32_t handle) {
    return reinterpret_cast<Slot*>(region_base + (handle & offset_mask));
}

MAPCHECK_INLINE Word load_word(const Slot* slot) { return __atomic_load_n(&slot->word, __ATOMIC_RELAXED); }

/// The slot that a stamp names. No mask as in slot_at(): a stamp has no flags and names a slot, or is 0.
MAPCHECK_INLINE const Slot* slot_of(Word stamp) {
    return reinterpret_cast<const Slot*>(region_base + static_cast<std::uint32_t>(stamp));
}

/// Whether the slot's word differs from `word`. `dependency` is what the container's own code
/// returned: the load comes after it. One fused compare and jump on x86-64, and no if-conversion of
/// the code around it (a relaxed load costs four instructions more in each step). No template: clang 14
/// crashes where it instantiates one with asm goto that it has read from a precompiled header.
MAPCHECK_INLINE bool word_differs(const Slot* slot, Word word, std::uint64_t dependency) {
#if defined(__x86_64__) && !defined(__SANITIZE_THREAD__) && !defined(MAPCHECK_NO_ASM_GOTO)
    asm goto("cmp{q} {%1, %0|%0, %1}\n\tjne %l[differs]"
             :
             : "m"(slot->word), "r"(word), "r"(dependency)
             : "cc"
             : differs);
    return false;
differs:
    return true;
#else
    asm volatile("" : "+r"(slot) : "r"(dependency));
#if defined(__aarch64__)
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
#endif
    return load_word(slot) != word;
#endif
}
MAPCHECK_INLINE bool word_differs(const Slot* slot, Word word, const void* dependency) {
    return word_differs(slot, word, reinterpret_cast<std::uint64_t>(dependency));
}
/// The same of the slot that the stamp names. Spelt with its address in the instruction: gcc would keep
/// it in a register, one instruction and one register more in each look-up.
MAPCHECK_INLINE bool stamp_differs(Word stamp, std::uint64_t dependency) {
#if defined(__x86_64__) && !defined(__SANITIZE_THREAD__) && !defined(MAPCHECK_NO_ASM_GOTO)
    const std::uint64_t offset = static_cast<std::uint32_t>(stamp);
    asm goto("cmp{q} {%1, %c3(%0)|[%0+%c3], %1}\n\tjne %l[differs]"
             :
             : "r"(offset), "r"(stamp), "r"(dependency), "i"(region_base)
             : "cc"
             : differs);
    return false;
differs:
    return true;
#else
    return word_differs(slot_of(stamp), stamp, dependency);
#endif
}
MAPCHECK_INLINE bool stamp_differs(Word stamp, const void* dependency) {
    return stamp_differs(stamp, reinterpret_cast<std::uint64_t>(dependency));
}

/// A code address inside the caller.
MAPCHECK_INLINE std::uint64_t code_address() {
#if defined(__x86_64__)
    std::uint64_t pc;
    asm volatile("lea 0(%%rip), %0" : "=r"(pc));
    return pc;
#elif defined(__aarch64__)
    std::uint64_t pc;
    asm volatile("adr %0, ." : "=r"(pc));
    return pc;
#else
    return 0;
#endif
}
/// Its low half: names where an iteration began.
MAPCHECK_INLINE std::uint32_t here() { return static_cast<std::uint32_t>(code_address()); }

/// Keeps the call before it from becoming a tail call, which would lose the user's frame.
MAPCHECK_INLINE void not_a_tail_call() { asm volatile(""); }

MAPCHECK_INLINE const ReadRecord& record_of(const Tls& tls, std::uint32_t handle) {
    return *reinterpret_cast<const ReadRecord*>(
        reinterpret_cast<const char*>(tls.records) +
        (handle / (slot_bytes / sizeof(ReadRecord)) & (read_records - 1) * sizeof(ReadRecord)));
}

} // namespace mapcheck::hot

#include <mapcheck/atomics_on.inc>
