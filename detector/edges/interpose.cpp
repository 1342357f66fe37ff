#include "edges/interpose.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <threads.h>

#include "edges/raw_system.h"

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

bool is_ours(const void* function) {
    Dl_info found{}, own{};
    return dladdr(function, &found) != 0 && dladdr(reinterpret_cast<const void*>(find_real), &own) != 0 &&
           found.dli_fbase == own.dli_fbase;
}

} // namespace

void* find_real(RealName& real) {
    if (depth == max_depth) return nullptr;
    ++depth;
    const KeepErrno keep;
    void* p = real.version != nullptr ? dlvsym(RTLD_NEXT, real.name, real.version) : nullptr;
    if (p == nullptr) p = dlsym(RTLD_NEXT, real.name);
    if (p == nullptr && real.library != nullptr) {
        // Before us in the order of search, see rebind.h.
        p = dlsym(RTLD_DEFAULT, real.name);
        if (p != nullptr && is_ours(p)) p = nullptr;
    }
    if (p == nullptr && real.library != nullptr) {
        // Loaded by a plugin for itself alone: the program's scope does not have it.
        if (void* library = dlopen(real.library, RTLD_LAZY | RTLD_NOLOAD)) {
            p = dlsym(library, real.name);
            dlclose(library); // the caller keeps it
        }
    }
    if (p != nullptr) __atomic_store_n(&real.address, p, __ATOMIC_RELAXED);
    --depth;
    return p;
}

void* load_real(RealName& real) {
    if (real.library == nullptr || depth == max_depth) return nullptr;
    ++depth;
    const KeepErrno keep;
    void* library = dlopen(real.library, RTLD_LAZY | RTLD_GLOBAL); // for good
    --depth;
    return library != nullptr ? find_real(real) : nullptr;
}

long missing_real(const RealName& real) {
    const char* name = real.name;
    if (real.library != nullptr) {
        char text[256];
        const int n = std::snprintf(text, sizeof text,
                                    "mapcheck: %s was called, but %s, which has it, is not loaded and cannot be: link "
                                    "the program with it, and with -Wl,--no-as-needed before it\n",
                                    name, real.library);
        raw::write(2, text, static_cast<std::size_t>(n));
        std::abort();
    }
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
        return first == nullptr || is_ours(first);
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
