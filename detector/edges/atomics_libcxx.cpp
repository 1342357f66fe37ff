// Atomics of libc++ that its shared library hands on to the program: the flag of std::call_once is
// loaded in a header and stored in the library, and the arrivals at a std::barrier meet there. Both are
// told here, by functions of the same names in front of the library's.
//
// Owns nothing. Never called where libc++ is not used; then the names stand for nothing.
#include <dlfcn.h>

#include "core/config.h"
#include "core/order.h"
#include "edges/self.h"

namespace {

using mapcheck::core::Key;
using mapcheck::core::key_of;
using mapcheck::core::ObjectKind;

template <class Function>
Function next_of(Function& cached, const char* name) {
    Function f = __atomic_load_n(&cached, __ATOMIC_RELAXED);
    if (f != nullptr) return f;
    f = reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
    __atomic_store_n(&cached, f, __ATOMIC_RELAXED);
    return f;
}

using CallOnce = void (*)(volatile unsigned long& flag, void* argument, void (*function)(void*));
using Arrive = bool (*)(void* barrier, unsigned char phase);
CallOnce real_call_once;
Arrive real_arrive;

struct Once {
    volatile unsigned long* flag;
    void* argument;
    void (*function)(void*);
};

/// In the thread that runs the function: the library stores the flag right after it.
void run_once(void* p) {
    const Once& once = *static_cast<const Once*>(p);
    once.function(once.argument);
    mapcheck::edges::told_release(key_of(once.flag, ObjectKind::atomic));
}

} // namespace

extern "C" {

// std::__1::__call_once(unsigned long volatile&, void*, void (*)(void*))
MAPCHECK_EXPORT void mapcheck_libcxx_call_once(volatile unsigned long& flag, void* argument,
                                               void (*function)(void*)) __asm__("_ZNSt3__111__call_onceERVmPvPFvS2_E");
void mapcheck_libcxx_call_once(volatile unsigned long& flag, void* argument, void (*function)(void*)) {
    const CallOnce real = next_of(real_call_once, "_ZNSt3__111__call_onceERVmPvPFvS2_E");
    Once once{&flag, argument, function};
    real(flag, &once, run_once);
    mapcheck::edges::told_acquire(key_of(&flag, ObjectKind::atomic));
}

// std::__1::__arrive_barrier_algorithm_base(std::__1::__barrier_algorithm_base*, unsigned char)
MAPCHECK_EXPORT bool mapcheck_libcxx_arrive(void* barrier, unsigned char phase) __asm__(
    "_ZNSt3__131__arrive_barrier_algorithm_baseEPNS_24__barrier_algorithm_baseEh");
bool mapcheck_libcxx_arrive(void* barrier, unsigned char phase) {
    const Arrive real =
        next_of(real_arrive, "_ZNSt3__131__arrive_barrier_algorithm_baseEPNS_24__barrier_algorithm_baseEh");
    const Key key = key_of(barrier, ObjectKind::atomic);
    mapcheck::edges::told_release(key);
    const bool last = real(barrier, phase);
    if (last) mapcheck::edges::told_acquire(key);
    return last;
}

} // extern "C"
