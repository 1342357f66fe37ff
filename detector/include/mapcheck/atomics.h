/* Atomics made visible: redefines the builtins that atomics are made of, for the whole translation
 * unit, so that each release is told to the runtime before it happens and each acquire after it.
 * std::atomic, shared_ptr counts, C's <stdatomic.h>, Boost's atomics and raw builtins all end there.
 * A relaxed access compiles to the code it had before.
 *
 * Given by the flag `-include mapcheck/atomics.h`, and included by <mapcheck/map.h>, which is enough
 * where that stands before <atomic> and <memory>. Active with -DMAPCHECK only; C11 and C++11 onwards;
 * includes no header but its own parts. Leaves a mark in its module that says it was there (and
 * whether it came too late). Not seen: operators on C's _Atomic, sized forms (__atomic_load_4), asm.
 *
 * The thread's cache below is ABI (see hot.h): inline code reads it, the runtime alone writes it,
 * in the thread that owns it. C90 comments: C files get this header too. */
#ifndef MAPCHECK_ATOMICS_H
#define MAPCHECK_ATOMICS_H
#if (defined(MAPCHECK) || defined(MAPCHECK_ATOMICS_ABI_ONLY)) && defined(__GNUC__) && !defined(__ASSEMBLER__)
#pragma GCC system_header

#ifdef __cplusplus
#define MAPCHECK_ATOMICS_INLINE inline __attribute__((always_inline, artificial, no_instrument_function))
extern "C" {
#else
#define MAPCHECK_ATOMICS_INLINE                                                                                        \
    static __inline__ __attribute__((always_inline, artificial, no_instrument_function, unused))
#endif

/* ---- what the runtime offers -------------------------------------------------------------------- */

/* A synchronisation object as this thread last met it. */
struct mapcheck_v1_sync_entry {
    __UINT64_TYPE__ tag;            /* mapcheck_v1_sync_tag of the object when the entry was made; 0: empty */
    const __UINT32_TYPE__* version; /* changes whenever an acquire of the object may learn something */
    __UINT32_TYPE__ acquired;       /* *version when this thread last learnt all that it holds */
    __UINT32_TYPE__ released;       /* *version after this thread last released into it */
    __UINT32_TYPE__ own;            /* *own_version then */
    __UINT32_TYPE__ unused;
};
enum { mapcheck_v1_sync_entries = 64 };
struct mapcheck_v1_sync {
    /* Out of line: a library that is loaded late has little room for words of threads. */
    struct mapcheck_v1_sync_entry* entry; /* mapcheck_v1_sync_entries of them, never null */
    const __UINT32_TYPE__* own_version;   /* changes whenever a release of this thread would publish more */
    __UINT32_TYPE__ fence_own;            /* *own_version at this thread's last release fence */
    __UINT32_TYPE__ thread;               /* number of the thread whose entries these are */
};
extern __thread struct mapcheck_v1_sync mapcheck_v1_sync_tls __attribute__((tls_model("initial-exec")));
/* A number for each release fence that published something: any later acquire may see a store behind one,
 * so that every entry made before it is out of date. One compare answers for the object and for them. */
extern __UINT64_TYPE__ mapcheck_v1_fences;

void mapcheck_v1_atomic_acquire(const volatile void* object) __attribute__((cold, nothrow));
void mapcheck_v1_atomic_release(const volatile void* object) __attribute__((cold, nothrow));
void mapcheck_v1_atomic_acquire_fence(void) __attribute__((nothrow));
void mapcheck_v1_atomic_release_fence(void) __attribute__((nothrow));
/* The objects at these addresses have ended; their memory may become others. */
void mapcheck_v1_atomics_ended(const volatile void* first, const volatile void* second) __attribute__((nothrow));

/* ---- the mark ------------------------------------------------------------------------------------ */

struct mapcheck_v1_mark {
    __UINT32_TYPE__ abi;
    __UINT32_TYPE__ flags;
    const char* file; /* the translation unit */
};
enum {
    mapcheck_v1_mark_late = 1,  /* headers with inline atomics came before: they stay unseen */
    mapcheck_v1_mark_header = 2 /* came by <mapcheck/map.h>: says nothing of the module's other files */
};
/* Weak, so that a test program of a configure script links without the runtime. */
void mapcheck_v1_register_mark(const struct mapcheck_v1_mark* mark) __attribute__((weak, nothrow));

#ifdef __cplusplus
} /* extern "C" */
#endif

#ifndef MAPCHECK_ATOMICS_ABI_ONLY /* the runtime itself leaves no mark and uses the raw builtins */
#if defined(_GLIBCXX_ATOMIC) || defined(_GLIBCXX_ATOMIC_BASE_H) || defined(_GLIBCXX_ATOMICITY_H) ||                    \
    defined(_SHARED_PTR_BASE_H) || defined(_LIBCPP_ATOMIC) || defined(_LIBCPP___ATOMIC_CXX_ATOMIC_IMPL_H) ||           \
    defined(_LIBCPP___ATOMIC_SUPPORT_C11_H) || defined(_LIBCPP___MEMORY_SHARED_PTR_H) ||                               \
    defined(_LIBCPP___MEMORY_SHARED_COUNT_H) || defined(BOOST_ATOMIC_ATOMIC_HPP_INCLUDED_) ||                          \
    defined(BOOST_ATOMIC_ATOMIC_FLAG_HPP_INCLUDED_) || defined(BOOST_SMART_PTR_DETAIL_SP_COUNTED_BASE_HPP_INCLUDED) || \
    defined(BOOST_SMART_PTR_DETAIL_ATOMIC_COUNT_HPP_INCLUDED) || (defined(__cplusplus) && __cplusplus < 201103L)
#define MAPCHECK_ATOMICS_LATE mapcheck_v1_mark_late
#else
#define MAPCHECK_ATOMICS_LATE 0
#endif
#if __INCLUDE_LEVEL__ > 1
#define MAPCHECK_ATOMICS_BY mapcheck_v1_mark_header
#else
#define MAPCHECK_ATOMICS_BY 0
#endif

/* Early: before the program's own static initialisers start threads. */
__attribute__((constructor(101), no_instrument_function)) static void mapcheck_v1_leave_mark(void) {
    static const struct mapcheck_v1_mark mark = {1, MAPCHECK_ATOMICS_LATE | MAPCHECK_ATOMICS_BY, __BASE_FILE__};
    if (mapcheck_v1_register_mark) mapcheck_v1_register_mark(&mark);
}
#undef MAPCHECK_ATOMICS_LATE
#undef MAPCHECK_ATOMICS_BY
#endif

/* ---- told: what stands before and after each operation --------------------------------------------- */

#if !defined(__cplusplus) || __cplusplus >= 201103L
#ifdef __cplusplus
extern "C" {
#endif

/* Orders are constants after inlining; __ATOMIC_HLE_* bits lie above. Consume is acquire. */
MAPCHECK_ATOMICS_INLINE int mapcheck_v1_acquires(int order) {
    order &= 0xff;
    return order == __ATOMIC_ACQUIRE || order == __ATOMIC_SEQ_CST || order == __ATOMIC_ACQ_REL ||
           order == __ATOMIC_CONSUME;
}
MAPCHECK_ATOMICS_INLINE int mapcheck_v1_releases(int order) {
    order &= 0xff;
    return order == __ATOMIC_RELEASE || order == __ATOMIC_SEQ_CST || order == __ATOMIC_ACQ_REL;
}

MAPCHECK_ATOMICS_INLINE struct mapcheck_v1_sync_entry* mapcheck_v1_sync_entry_of(const volatile void* object) {
    return (struct mapcheck_v1_sync_entry*)((char*)mapcheck_v1_sync_tls.entry +
                                            (((__UINTPTR_TYPE__)object << 2) & ((mapcheck_v1_sync_entries - 1) << 5)));
}

MAPCHECK_ATOMICS_INLINE __UINT64_TYPE__ mapcheck_v1_sync_tag(const volatile void* object) {
    return (__UINTPTR_TYPE__)object ^ __atomic_load_n(&mapcheck_v1_fences, __ATOMIC_RELAXED);
}

/* After an operation. Nothing to learn: same object, no new fence, nobody released into it since. */
MAPCHECK_ATOMICS_INLINE void mapcheck_v1_acquired(const volatile void* object) {
    const struct mapcheck_v1_sync_entry* entry = mapcheck_v1_sync_entry_of(object);
    if (__builtin_expect(entry->tag != mapcheck_v1_sync_tag(object) ||
                             __atomic_load_n(entry->version, __ATOMIC_RELAXED) != entry->acquired,
                         0))
        mapcheck_v1_atomic_acquire(object);
}

/* Before an operation. Nothing to publish: this thread's last release into the object said it all,
 * and the object has not been forgotten since. */
MAPCHECK_ATOMICS_INLINE void mapcheck_v1_releasing(const volatile void* object) {
    const struct mapcheck_v1_sync_entry* entry = mapcheck_v1_sync_entry_of(object);
    if (__builtin_expect(entry->tag != mapcheck_v1_sync_tag(object) ||
                             __atomic_load_n(entry->version, __ATOMIC_RELAXED) != entry->released ||
                             *mapcheck_v1_sync_tls.own_version != entry->own,
                         0))
        mapcheck_v1_atomic_release(object);
}

MAPCHECK_ATOMICS_INLINE void mapcheck_v1_after(const volatile void* object, int order) {
    if (mapcheck_v1_acquires(order)) mapcheck_v1_acquired(object);
}
MAPCHECK_ATOMICS_INLINE void mapcheck_v1_before(const volatile void* object, int order) {
    if (mapcheck_v1_releases(order)) mapcheck_v1_releasing(object);
}
MAPCHECK_ATOMICS_INLINE void mapcheck_v1_fence(int order) {
    if (mapcheck_v1_releases(order) && *mapcheck_v1_sync_tls.own_version != mapcheck_v1_sync_tls.fence_own)
        mapcheck_v1_atomic_release_fence();
    __atomic_thread_fence(order);
    if (mapcheck_v1_acquires(order)) mapcheck_v1_atomic_acquire_fence();
}

#ifdef __cplusplus
} /* extern "C" */
#endif
#ifndef MAPCHECK_ATOMICS_ABI_ONLY
#ifdef __cplusplus
#include "atomics_cxx.inc"
#else
#include "atomics_c.inc"
#endif
#define MAPCHECK_ATOMICS_ACTIVE 1
#include "atomics_macros.inc"
#endif
#endif /* C++11 */

#endif
#endif
