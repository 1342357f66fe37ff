// How a call of the C library is interposed: one line that names it, a body that forwards.
//
//     MAPCHECK_INTERPOSE(int, sem_post, (sem_t* s) noexcept) {
//         told_release(key_of(s, ObjectKind::semaphore));
//         return real_sem_post(s);
//     }
//
// Owner of the addresses of the real functions: what the next library in line defines under the same
// name. They are looked up together in an early constructor, and by the first call when that comes
// sooner (other libraries' constructors, a sanitizer's start-up). A function that is missing is no
// reason to stop: the call fails with ENOSYS as it does on an older system.
//
// A body keeps what the caller can see as it was: result, errno, cancellation (no noexcept where the
// C library has a cancellation point), exceptions through callbacks. It holds no Inside while the
// real function runs: a handler may interrupt that, and so may a long wait.
#pragma once

#include <cstdint>
#include <type_traits>

#include <mapcheck/hot.h>

#include "core/order.h"
#include "edges/self.h"

namespace mapcheck::edges {

using core::key_of;
using core::ObjectKind;

/// One real function, without its type. Constant-initialised: usable before any constructor.
struct RealName {
    void* address; ///< null: not looked up yet, or missing
    const char* name;
    const char* version; ///< of the symbol, where the newest is not what dlsym finds; else null
    const char* library; ///< soname of the one that must be loaded when it is called; null: the C library
};

/// Looks the function up. Null when it is missing, or when looking it up leads back here.
void* find_real(RealName& real);
/// The same of a library that is not loaded: a linker that is told --as-needed (g++ tells it for -fopenmp) leaves it out,
/// since libmapcheck has what the program calls. Loads it.
void* load_real(RealName& real);
/// What a missing function returns: ENOSYS as its kind of function says it, errno set. A function of another
/// library that cannot be found cannot be left out: ends the program with a message.
long missing_real(const RealName& real);

template <class Signature>
struct Real;

template <bool no_throw, class Result, class... Parameters>
struct RealCall : RealName {
    using Pointer = Result (*)(Parameters...);
    explicit constexpr RealCall(const char* name, const char* version = nullptr, const char* library = nullptr)
        : RealName{nullptr, name, version, library} {}

    MAPCHECK_INLINE Result operator()(Parameters... arguments) noexcept(no_throw) {
        void* p = __atomic_load_n(&address, __ATOMIC_RELAXED);
        if (MAPCHECK_UNLIKELY(p == nullptr)) {
            p = find_real(*this);
            if (p == nullptr) p = load_real(*this);
            if (p == nullptr) return missing();
        }
        return reinterpret_cast<Pointer>(p)(arguments...);
    }

  private:
    Result missing() const {
        const long result = missing_real(*this);
        if constexpr (std::is_void_v<Result>)
            return;
        else if constexpr (std::is_pointer_v<Result>)
            return reinterpret_cast<Result>(result);
        else
            return static_cast<Result>(result);
    }
};

template <class Result, class... Parameters>
struct Real<Result(Parameters...)> : RealCall<false, Result, Parameters...> {
    using RealCall<false, Result, Parameters...>::RealCall;
};
template <class Result, class... Parameters>
struct Real<Result(Parameters...) noexcept> : RealCall<true, Result, Parameters...> {
    using RealCall<true, Result, Parameters...>::RealCall;
};

/// Whether the program's calls come here first. A thread sanitizer that comes before us forwards most of
/// them, but answers pthread_once and the guards of function-local statics by itself: their edges are
/// not seen then. Asks the dynamic linker: once, at start.
bool calls_come_here();

/// Keeps errno over a scope that may change it. Telling an edge does not.
class KeepErrno {
  public:
    KeepErrno();
    ~KeepErrno();
    KeepErrno(const KeepErrno&) = delete;
    KeepErrno& operator=(const KeepErrno&) = delete;

  private:
    int value_;
};

} // namespace mapcheck::edges

/// Declares real_NAME for a function with this result and parameters (in parentheses, noexcept behind
/// them where the C library says so), and enters it into the table of those to be looked up early.
#define MAPCHECK_REAL_VERSION(version, result, name, ...)                                                              \
    namespace {                                                                                                        \
    constinit ::mapcheck::edges::Real<result __VA_ARGS__> real_##name{#name, version};                                 \
    __attribute__((section("mapcheck_real"), used)) ::mapcheck::edges::RealName* entry_##name = &real_##name;          \
    }
#define MAPCHECK_REAL(result, name, ...) MAPCHECK_REAL_VERSION(nullptr, result, name, __VA_ARGS__)

/// The same, and opens the definition of the function that stands in for it.
#define MAPCHECK_INTERPOSE_VERSION(version, result, name, ...)                                                         \
    MAPCHECK_REAL_VERSION(version, result, name, __VA_ARGS__)                                                          \
    extern "C" MAPCHECK_EXPORT result name __VA_ARGS__
#define MAPCHECK_INTERPOSE(result, name, ...) MAPCHECK_INTERPOSE_VERSION(nullptr, result, name, __VA_ARGS__)

/// MAPCHECK_REAL and MAPCHECK_INTERPOSE for a function of a library that a program may or may not use: looked up by its
/// first call.
#define MAPCHECK_REAL_OF(soname, result, name, ...)                                                                    \
    namespace {                                                                                                        \
    constinit ::mapcheck::edges::Real<result __VA_ARGS__> real_##name{#name, nullptr, soname};                         \
    }
#define MAPCHECK_INTERPOSE_OF(soname, result, name, ...)                                                               \
    MAPCHECK_REAL_OF(soname, result, name, __VA_ARGS__)                                                                \
    MAPCHECK_HOOKED(result, name, __VA_ARGS__)                                                                         \
    extern "C" MAPCHECK_EXPORT result name __VA_ARGS__
/// Enters it into the list of rebind.h, which a file that uses this includes. By a name of its own: the plain
/// one means the library's where that comes first in the order of search.
#define MAPCHECK_HOOKED(result, name, ...)                                                                             \
    extern "C" __attribute__((visibility("hidden"), alias(#name))) result mapcheck_own_##name __VA_ARGS__;             \
    namespace {                                                                                                        \
    const ::mapcheck::edges::HookedCall hooked_##name{&real_##name, reinterpret_cast<void*>(&mapcheck_own_##name)};    \
    __attribute__((section("mapcheck_hooked"), used)) const ::mapcheck::edges::HookedCall* hook_##name =               \
        &hooked_##name;                                                                                                \
    }
