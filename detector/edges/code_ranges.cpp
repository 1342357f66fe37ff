#include "edges/code_ranges.h"

#include <cstring>

#include <dlfcn.h>
#include <elf.h>
#include <link.h>

#include "core/spin_lock.h"

namespace mapcheck::edges {
namespace {

bool is_executable(const ElfW(Phdr) & p) { return p.p_type == PT_LOAD && (p.p_flags & PF_X) != 0; }

} // namespace

#if __GLIBC_PREREQ(2, 35)

bool is_code(std::uintptr_t address) {
    dl_find_object found;
    if (_dl_find_object(reinterpret_cast<void*>(address), &found) != 0) return false;
    // A module's mapping begins with its ELF header, and its program headers follow.
    const auto low = reinterpret_cast<std::uintptr_t>(found.dlfo_map_start);
    const auto& header = *reinterpret_cast<const ElfW(Ehdr)*>(low);
    if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_phentsize != sizeof(ElfW(Phdr))) return false;
    const auto* p = reinterpret_cast<const ElfW(Phdr)*>(low + header.e_phoff);
    for (const auto* const end = p + header.e_phnum; p != end; ++p) {
        const std::uintptr_t begin = found.dlfo_link_map->l_addr + p->p_vaddr;
        if (is_executable(*p) && address >= begin && address - begin < p->p_memsz) return true;
    }
    return false;
}

#else

namespace {

struct Range {
    std::uintptr_t low, high;
};
constexpr std::size_t max_ranges = 1024;

struct Ranges {
    core::SpinLock lock;
    unsigned long long loads; // dlpi_adds when the list was made
    std::size_t size;
    Range at[max_ranges];
} ranges;

int add_ranges(dl_phdr_info* info, std::size_t, void*) {
    for (int i = 0; i < info->dlpi_phnum; ++i) {
        const ElfW(Phdr)& p = info->dlpi_phdr[i];
        if (!is_executable(p) || ranges.size == max_ranges) continue;
        const std::uintptr_t low = info->dlpi_addr + p.p_vaddr;
        ranges.at[ranges.size++] = Range{low, low + p.p_memsz};
    }
    ranges.loads = info->dlpi_adds + info->dlpi_subs;
    return 0;
}

int read_loads(dl_phdr_info* info, std::size_t, void* out) {
    *static_cast<unsigned long long*>(out) = info->dlpi_adds + info->dlpi_subs;
    return 1;
}

} // namespace

bool is_code(std::uintptr_t address) {
    unsigned long long loads = 0;
    dl_iterate_phdr(read_loads, &loads);
    const core::SpinGuard guard(ranges.lock);
    if (loads != ranges.loads || ranges.size == 0) {
        ranges.size = 0;
        dl_iterate_phdr(add_ranges, nullptr);
    }
    for (std::size_t i = 0; i < ranges.size; ++i)
        if (address >= ranges.at[i].low && address < ranges.at[i].high) return true;
    return false;
}

#endif

} // namespace mapcheck::edges
