#include "edges/interpose.h"

#include <cerrno>
#include <cstring>
#include <dlfcn.h>
#include <threads.h>

// The bounds of the table of names, made by the linker.
extern "C" {
extern mapcheck::edges::RealName* __start_mapcheck_real[] __attribute__((visibility("hidden")));
extern mapcheck::edges::RealName* __stop_mapcheck_real[] __attribute__((visibility("hidden")));
}

namespace mapcheck::edges {
namespace {

// dlsym may allocate (for the text of an error), and an allocator may lock: once round is enough to
// find the lock's function; more is a loop.
__thread int depth MAPCHECK_TLS_MODEL;
constexpr int max_depth = 4;

} // namespace

void* find_real(RealName& real) {
    if (depth == max_depth) return nullptr;
    ++depth;
    const KeepErrno keep;
    void* p = real.version != nullptr ? dlvsym(RTLD_NEXT, real.name, real.version) : nullptr;
    if (p == nullptr) p = dlsym(RTLD_NEXT, real.name);
    if (p != nullptr) __atomic_store_n(&real.address, p, __ATOMIC_RELAXED);
    --depth;
    return p;
}

long missing_real(const char* name) {
    // An allocator's lock while its own lock is being looked up: nothing else runs yet.
    if (depth == max_depth) return 0;
    errno = ENOSYS;
    const auto begins = [name](const char* with) { return std::strncmp(name, with, std::strlen(with)) == 0; };
    if (begins("pthread_")) return ENOSYS;
    if (begins("mtx_") || begins("cnd_") || begins("thrd_")) return thrd_error;
    return -1;
}

bool calls_come_here() {
    const auto ours = [](const char* name) {
        const void* first = dlsym(RTLD_DEFAULT, name);
        Dl_info found{}, own{};
        return first == nullptr ||
               (dladdr(first, &found) != 0 && dladdr(reinterpret_cast<const void*>(find_real), &own) != 0 &&
                found.dli_fbase == own.dli_fbase);
    };
    return ours("pthread_once") && ours("__cxa_guard_acquire");
}

KeepErrno::KeepErrno() : value_(errno) {}
KeepErrno::~KeepErrno() { errno = value_; }

namespace {

// As early as the runtime itself starts, so that none of the program's first calls pays for it.
__attribute__((constructor(101))) void find_all() {
    for (RealName** r = __start_mapcheck_real; r != __stop_mapcheck_real; ++r) find_real(**r);
}

} // namespace
} // namespace mapcheck::edges
