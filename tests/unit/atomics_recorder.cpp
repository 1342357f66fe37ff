#include "atomics_recorder.h"

#include <cstdint>

#define MAPCHECK_ATOMICS_ABI_ONLY
#include <mapcheck/atomics.h>

namespace {
std::uint32_t version_of_all = 1;
void tell(told_kind kind, const volatile void* object) {
    if (told_count < 64) told_log[told_count++] = told{kind, object, told_watch != nullptr ? *told_watch : 0};
}
} // namespace

extern "C" {
told told_log[64];
int told_count;
const volatile int* told_watch;

static mapcheck_v1_sync_entry no_entries[mapcheck_v1_sync_entries];
__thread mapcheck_v1_sync mapcheck_v1_sync_tls = {no_entries, &version_of_all, 0, 0};
std::uint64_t mapcheck_v1_fences;

void mapcheck_v1_atomic_acquire(const volatile void* object) { tell(told_acquire, object); }
void mapcheck_v1_atomic_release(const volatile void* object) { tell(told_release, object); }
void mapcheck_v1_atomic_acquire_fence() { tell(told_acquire_fence, nullptr); }
void mapcheck_v1_atomic_release_fence() { tell(told_release_fence, nullptr); }
void mapcheck_v1_atomics_ended(const volatile void* first, const volatile void* second) {
    tell(told_ended, first);
    tell(told_ended, second);
}
}
