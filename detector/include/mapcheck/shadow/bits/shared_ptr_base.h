/* Stands before libstdc++'s <bits/shared_ptr_base.h> (-isystem). Two things are different in it:
 * use_count() is an acquire (copy-on-write by `use_count() == 1` is common and works, although the
 * standard promises nothing), and a count that has ended is forgotten, through the hooks that the
 * library has for race detectors. */
#pragma GCC system_header

#if defined(MAPCHECK_ATOMICS_ACTIVE) && !defined(_SHARED_PTR_BASE_H)
#include <bits/c++config.h>
#pragma push_macro("__atomic_load_n")
#pragma push_macro("_GLIBCXX_SYNCHRONIZATION_HAPPENS_AFTER")
#undef __atomic_load_n
#undef _GLIBCXX_SYNCHRONIZATION_HAPPENS_AFTER
#define __atomic_load_n(count, order) ::mapcheck_v1_atomics::load_n(count, __ATOMIC_ACQUIRE)
/* Comes for both counts, the weak one last; an expired weak_ptr may look at the other one until then. */
#define _GLIBCXX_SYNCHRONIZATION_HAPPENS_AFTER(count)                                                                  \
    ::mapcheck_v1_atomics::count_ended(#count, &this->_M_use_count, &this->_M_weak_count)
#include_next <bits/shared_ptr_base.h>
#pragma pop_macro("__atomic_load_n")
#pragma pop_macro("_GLIBCXX_SYNCHRONIZATION_HAPPENS_AFTER")
#else
#include_next <bits/shared_ptr_base.h>
#endif
