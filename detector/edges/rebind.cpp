#include "edges/rebind.h"

#include <cstring>
#include <elf.h>
#include <sys/mman.h>
#include <unistd.h>

#include "edges/raw_system.h"
#include "edges/reporter_table.h"

// The bounds of the list, made by the linker.
extern "C" {
extern const mapcheck::edges::HookedCall* __start_mapcheck_hooked[] __attribute__((visibility("hidden")));
extern const mapcheck::edges::HookedCall* __stop_mapcheck_hooked[] __attribute__((visibility("hidden")));
}

namespace mapcheck::edges {
namespace {

#if defined(__x86_64__)
constexpr unsigned jump_slot = R_X86_64_JUMP_SLOT;
constexpr unsigned address_slot = R_X86_64_GLOB_DAT;
#elif defined(__aarch64__)
constexpr unsigned jump_slot = R_AARCH64_JUMP_SLOT;
constexpr unsigned address_slot = R_AARCH64_GLOB_DAT;
#endif

struct Tables {
    const ElfW(Sym) * symbols = nullptr;
    const char* names = nullptr;
    const ElfW(Rela) * calls = nullptr;
    std::size_t calls_size = 0;
    const ElfW(Rela) * others = nullptr;
    std::size_t others_size = 0;
};

/// Whether the module has what is needed.
bool read_tables(const dl_phdr_info& module, Tables& tables) {
    const ElfW(Dyn)* entry = nullptr;
    for (int i = 0; i < module.dlpi_phnum; ++i)
        if (module.dlpi_phdr[i].p_type == PT_DYNAMIC)
            entry = reinterpret_cast<const ElfW(Dyn)*>(module.dlpi_addr + module.dlpi_phdr[i].p_vaddr);
    if (entry == nullptr) return false;
    // The dynamic linker has made addresses of these, but for modules that it must not write to.
    const auto at = [&module](ElfW(Addr) p) { return p < module.dlpi_addr ? p + module.dlpi_addr : p; };
    for (; entry->d_tag != DT_NULL; ++entry) {
        switch (entry->d_tag) {
        case DT_SYMTAB:
            tables.symbols = reinterpret_cast<const ElfW(Sym)*>(at(entry->d_un.d_ptr));
            break;
        case DT_STRTAB:
            tables.names = reinterpret_cast<const char*>(at(entry->d_un.d_ptr));
            break;
        case DT_JMPREL:
            tables.calls = reinterpret_cast<const ElfW(Rela)*>(at(entry->d_un.d_ptr));
            break;
        case DT_PLTRELSZ:
            tables.calls_size = entry->d_un.d_val;
            break;
        case DT_RELA:
            tables.others = reinterpret_cast<const ElfW(Rela)*>(at(entry->d_un.d_ptr));
            break;
        case DT_RELASZ:
            tables.others_size = entry->d_un.d_val;
            break;
        default:
            break;
        }
    }
    return tables.symbols != nullptr && tables.names != nullptr;
}

/// A bit for each hash of a name in the list: keeps nearly all other names from being compared with all of them.
class NameFilter {
  public:
    NameFilter() {
        for (const HookedCall** h = __start_mapcheck_hooked; h != __stop_mapcheck_hooked; ++h) {
            const std::uint64_t hash = hash_of((*h)->real->name);
            bits_[hash / 64] |= std::uint64_t{1} << hash % 64;
        }
    }
    bool may_have(const char* name) const {
        const std::uint64_t hash = hash_of(name);
        return (bits_[hash / 64] >> hash % 64 & 1) != 0;
    }

  private:
    static constexpr std::uint64_t size = 4096;
    static std::uint64_t hash_of(const char* name) { return hash_bytes(name, std::strlen(name), 0) % size; }
    std::uint64_t bits_[size / 64] = {};
};

const HookedCall* hooked(const char* name, const NameFilter& filter) {
    if (!filter.may_have(name)) return nullptr;
    for (const HookedCall** h = __start_mapcheck_hooked; h != __stop_mapcheck_hooked; ++h)
        if (std::strcmp((*h)->real->name, name) == 0) return *h;
    return nullptr;
}

/// Sets a slot that may lie in memory that was made read-only after relocation.
void set(void** slot, void* function, const dl_phdr_info& module) {
    if (__atomic_load_n(slot, __ATOMIC_RELAXED) == function) return;
    const auto address = reinterpret_cast<std::uintptr_t>(slot);
    bool read_only = false;
    for (int i = 0; i < module.dlpi_phnum; ++i) {
        const ElfW(Phdr)& segment = module.dlpi_phdr[i];
        const std::uintptr_t begin = module.dlpi_addr + segment.p_vaddr;
        if (segment.p_type == PT_GNU_RELRO) read_only |= address >= begin && address < begin + segment.p_memsz;
    }
    const auto page_size = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const std::uintptr_t page = address & ~(page_size - 1);
    if (read_only &&
        raw::call(SYS_mprotect, static_cast<long>(page), static_cast<long>(page_size), PROT_READ | PROT_WRITE) != 0)
        return;
    __atomic_store_n(slot, function, __ATOMIC_RELEASE);
    if (read_only) raw::call(SYS_mprotect, static_cast<long>(page), static_cast<long>(page_size), PROT_READ);
}

void rebind_table(const dl_phdr_info& module, const Tables& tables, const NameFilter& filter, const ElfW(Rela) * first,
                  std::size_t size) {
    for (const ElfW(Rela)* r = first; r < first + size / sizeof(ElfW(Rela)); ++r) {
        const auto type = static_cast<unsigned>(ELF64_R_TYPE(r->r_info));
        if (type != jump_slot && type != address_slot) continue;
        const HookedCall* call = hooked(tables.names + tables.symbols[ELF64_R_SYM(r->r_info)].st_name, filter);
        if (call != nullptr) set(reinterpret_cast<void**>(module.dlpi_addr + r->r_offset), call->own, module);
    }
}

/// The library that has the functions calls them from inside as it likes.
bool is_theirs(const char* path) {
    const char* slash = path != nullptr ? std::strrchr(path, '/') : nullptr;
    const char* name = slash != nullptr ? slash + 1 : path;
    if (name == nullptr) return false;
    for (const HookedCall** h = __start_mapcheck_hooked; h != __stop_mapcheck_hooked; ++h)
        if (std::strcmp((*h)->real->library, name) == 0) return true;
    return std::strncmp(name, "libmapcheck", 11) == 0;
}

} // namespace

void rebind(const dl_phdr_info& module) {
    Tables tables;
    if (is_theirs(module.dlpi_name) || !read_tables(module, tables)) return;
    const NameFilter filter;
    rebind_table(module, tables, filter, tables.calls, tables.calls_size);
    rebind_table(module, tables, filter, tables.others, tables.others_size);
}

} // namespace mapcheck::edges
