#include "core/memory.h"

#include <cstdint>
#include <initializer_list>
#include <sys/mman.h>
#include <sys/resource.h>

#include <mapcheck/hot.h>

namespace mapcheck::core {

constexpr std::size_t page = 4096;

void* reserve(std::size_t bytes) {
    void* p = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return p == MAP_FAILED ? nullptr : p;
}

std::size_t fair_share(std::size_t wanted) {
    for (const auto what : {RLIMIT_AS, RLIMIT_DATA}) {
        rlimit limit{};
        if (getrlimit(what, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) continue;
        constexpr std::size_t parts = 32;
        const std::size_t share = limit.rlim_cur / parts / page * page;
        if (share < wanted) wanted = share < page ? page : share;
    }
    return wanted;
}

std::size_t reserve_slots() {
    // Inline code masks a handle to the whole region, but a handle that was given always lies in the
    // part that is mapped; the last resort is the page of the null slot, without which a read of an
    // unwatched map would fault.
    for (std::size_t bytes = fair_share(hot::region_bytes); bytes >= page;
         bytes = bytes > page && bytes < 16 * page ? page : bytes / 8 / page * page) {
        void* wanted = reinterpret_cast<void*>(hot::region_base);
        void* got = mmap(wanted, bytes, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
        if (got == wanted) return bytes;
        if (got != MAP_FAILED) munmap(got, bytes); // kernels before 4.17 do not know the flag
        if (bytes == page) break;
    }
    return 0;
}

} // namespace mapcheck::core
