// GLib's reference counts at its boundary: who drops a reference is before whoever destroys what was counted. GLib
// counts by atomics of its own, sequentially consistent ones; what it compiles into the program's files (g_atomic_int_*)
// is seen there, under the same keys.
#include "edges/interpose_glib.h"

#include <cstddef>

#include "core/config.h"

namespace mapcheck::edges {
namespace {

using Boolean = int;
using Clear = void (*)(void* block);

core::Key count_of(const volatile void* counted) { return key_of(counted, ObjectKind::atomic); }

__thread Clear clear_wanted MAPCHECK_TLS_MODEL; ///< of the innermost release that runs in this thread

/// The last reference is gone: after all that others did while they held theirs.
void clear_block(void* block) {
    told_acquire(count_of(block));
    clear_wanted(block);
}

} // namespace

// ---- counts inside a structure of the program's

MAPCHECK_GLIB(void, g_atomic_ref_count_inc, (volatile int* count)) {
    told_release(count_of(count));
    real_g_atomic_ref_count_inc(count);
    told_acquire(count_of(count));
}
MAPCHECK_GLIB(Boolean, g_atomic_ref_count_dec, (volatile int* count)) {
    told_release(count_of(count));
    const Boolean is_last = real_g_atomic_ref_count_dec(count);
    told_acquire(count_of(count));
    return is_last;
}
MAPCHECK_GLIB(Boolean, g_atomic_ref_count_compare, (volatile int* count, int value)) {
    const Boolean equal = real_g_atomic_ref_count_compare(count, value);
    told_acquire(count_of(count));
    return equal;
}

// ---- counted blocks of memory

MAPCHECK_GLIB(void*, g_atomic_rc_box_acquire, (void* block)) {
    told_release(count_of(block));
    void* same = real_g_atomic_rc_box_acquire(block);
    told_acquire(count_of(block));
    return same;
}
MAPCHECK_GLIB(void, g_atomic_rc_box_release, (void* block)) {
    told_release(count_of(block));
    real_g_atomic_rc_box_release(block);
}
MAPCHECK_GLIB(void, g_atomic_rc_box_release_full, (void* block, Clear clear)) {
    told_release(count_of(block));
    const Clear outer = clear_wanted;
    clear_wanted = clear;
    real_g_atomic_rc_box_release_full(block, clear != nullptr ? clear_block : nullptr);
    clear_wanted = outer;
}

// ---- what is destroyed inside the last unref, by functions of the program's: what others released until now is taken
// up before it.

#define MAPCHECK_UNREF(library, name)                                                                                  \
    library(void, name, (void* counted)) {                                                                             \
        told_release(count_of(counted));                                                                               \
        told_acquire(count_of(counted));                                                                               \
        real_##name(counted);                                                                                          \
    }
MAPCHECK_UNREF(MAPCHECK_GLIB, g_array_unref)
MAPCHECK_UNREF(MAPCHECK_GLIB, g_byte_array_unref)
MAPCHECK_UNREF(MAPCHECK_GLIB, g_bytes_unref)
MAPCHECK_UNREF(MAPCHECK_GLIB, g_hash_table_unref)
MAPCHECK_UNREF(MAPCHECK_GLIB, g_main_context_unref)
MAPCHECK_UNREF(MAPCHECK_GLIB, g_main_loop_unref)
MAPCHECK_UNREF(MAPCHECK_GLIB, g_ptr_array_unref)
MAPCHECK_UNREF(MAPCHECK_GLIB, g_source_unref)
MAPCHECK_UNREF(MAPCHECK_GLIB, g_tree_unref)
MAPCHECK_UNREF(MAPCHECK_GLIB, g_variant_unref)
MAPCHECK_UNREF(MAPCHECK_GOBJECT, g_object_unref)
MAPCHECK_UNREF(MAPCHECK_GOBJECT, g_closure_unref)
MAPCHECK_UNREF(MAPCHECK_GOBJECT, g_param_spec_unref)

MAPCHECK_GOBJECT(void*, g_object_ref, (void* object)) {
    told_release(count_of(object));
    void* same = real_g_object_ref(object);
    told_acquire(count_of(object));
    return same;
}

} // namespace mapcheck::edges
