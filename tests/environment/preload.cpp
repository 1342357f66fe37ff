// A library as users preload them to time their locks: it puts its own functions before everybody's.
#include <dlfcn.h>
#include <pthread.h>

#include <atomic>
#include <cstdio>

namespace {

using Call = int(pthread_mutex_t*);
std::atomic<long> locked{0};

Call* next(const char* name) { return reinterpret_cast<Call*>(dlsym(RTLD_NEXT, name)); }

struct AtExit {
    ~AtExit() { std::fprintf(stderr, "preload: %s\n", locked.load() >= 1000 ? "thousands of locks" : "few locks"); }
} at_exit;

} // namespace

extern "C" int pthread_mutex_lock(pthread_mutex_t* mutex) {
    static Call* const real = next("pthread_mutex_lock");
    locked.fetch_add(1, std::memory_order_relaxed);
    return real(mutex);
}

extern "C" int pthread_mutex_unlock(pthread_mutex_t* mutex) {
    static Call* const real = next("pthread_mutex_unlock");
    return real(mutex);
}
