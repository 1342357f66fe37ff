/* Stands before libstdc++'s <ext/atomicity.h> (-isystem): the counts of shared_ptr are changed here. An
 * increment orders nothing, although it is written as acquire and release: only what lowers a count is
 * told. Otherwise each copy of a shared_ptr would publish its thread. */
#pragma GCC system_header

#if defined(MAPCHECK_ATOMICS_ACTIVE) && !defined(_GLIBCXX_ATOMICITY_H)
#pragma push_macro("__atomic_fetch_add")
#undef __atomic_fetch_add
#define __atomic_fetch_add(count, change, order) ::mapcheck_v1_atomics::count_add(count, change, order)
#include_next <ext/atomicity.h>
#pragma pop_macro("__atomic_fetch_add")
#else
#include_next <ext/atomicity.h>
#endif
