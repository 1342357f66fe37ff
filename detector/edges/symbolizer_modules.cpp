#include "edges/symbolizer_modules.h"

#include <cstdlib>
#include <cstring>

#include <elf.h>
#include <link.h>
#include <sys/auxv.h>
#include <sys/uio.h>

#include "edges/raw_system.h"

namespace mapcheck::edges {

namespace {

constexpr std::uint64_t page = 4096; // the unit of file offsets that a loader rounds to
constexpr const char* own_program = "/proc/self/exe";
constexpr const char* deleted_suffix = " (deleted)";

/// An address inside the library that holds this code.
void marker() {}

std::uint64_t read_hex(char*& p) {
    std::uint64_t n = 0;
    for (;; ++p) {
        const char c = *p;
        if (c >= '0' && c <= '9') {
            n = n * 16 + static_cast<std::uint64_t>(c - '0');
        } else if (c >= 'a' && c <= 'f') {
            n = n * 16 + static_cast<std::uint64_t>(c - 'a' + 10);
        } else {
            return n;
        }
    }
}

bool ends_with(const char* text, const char* suffix) {
    const std::size_t n = std::strlen(text);
    const std::size_t s = std::strlen(suffix);
    return n >= s && std::strcmp(text + n - s, suffix) == 0;
}

} // namespace

// ---- what is mapped --------------------------------------------------------------------------------

void ModuleTable::refresh() {
    for (std::size_t i = 0; i < modules_; ++i) {
        module_[i].present = false;
    }
    codes_ = 0;
    run_ = {};
    const long n =
        raw::call(SYS_readlinkat, AT_FDCWD, raw::as_long(own_program), raw::as_long(main_path_), sizeof main_path_ - 1);
    main_path_[n > 0 ? n : 0] = 0;

    const int fd = raw::open("/proc/self/maps", O_RDONLY);
    if (fd < 0) {
        ask_loader();
        return;
    }
    std::size_t filled = 0;
    while (true) {
        const long got = raw::read(fd, buffer_ + filled, sizeof buffer_ - 1 - filled);
        if (got == -EINTR) {
            continue;
        }
        if (got <= 0) {
            break;
        }
        filled += static_cast<std::size_t>(got);
        buffer_[filled] = 0;
        char* line = buffer_;
        while (char* end = std::strchr(line, '\n')) {
            *end = 0;
            parse_line(line);
            line = end + 1;
        }
        filled -= static_cast<std::size_t>(line - buffer_);
        std::memmove(buffer_, line, filled);
        if (filled == sizeof buffer_ - 1) {
            filled = 0; // a line longer than any path
        }
    }
    raw::close(fd);
}

/// Without /proc: takes the loader's lock, and knows the program by the name it was started with.
void ModuleTable::ask_loader() {
    dl_iterate_phdr(
        [](dl_phdr_info* info, std::size_t, void* data) {
            static_cast<ModuleTable*>(data)->add_loaded(*info);
            return 0;
        },
        this);
}

void ModuleTable::add_loaded(const dl_phdr_info& info) {
    const char* path = info.dlpi_name;
    if (path == nullptr || path[0] == 0) path = reinterpret_cast<const char*>(getauxval(AT_EXECFN));
    if (path == nullptr) return;
    run_ = {};
    std::strncpy(run_.path, path, sizeof run_.path - 1);
    bool placed = false;
    for (std::size_t i = 0; i < info.dlpi_phnum; ++i) {
        const Elf64_Phdr& header = info.dlpi_phdr[i];
        if (header.p_type != PT_LOAD) continue;
        const std::uint64_t low = info.dlpi_addr + header.p_vaddr;
        if (!placed) {
            run_.low = low - low % page;
            run_.first_offset = header.p_offset - header.p_offset % page;
            run_.module = enter();
            placed = true;
        }
        if (run_.module != nullptr) run_.module->high = low + header.p_memsz;
        if ((header.p_flags & PF_X) != 0 && codes_ < max_ranges) code_[codes_++] = {low, low + header.p_memsz};
    }
}

/// "55d0c8f4d000-55d0c8f4e000 r-xp 00001000 08:01 1234   /path/of/file"
void ModuleTable::parse_line(char* line) {
    const std::uint64_t low = read_hex(line);
    if (*line++ != '-') {
        return;
    }
    const std::uint64_t high = read_hex(line);
    if (std::strlen(line) < 6) {
        return;
    }
    const bool code = line[3] == 'x';
    line += 6;
    const std::uint64_t offset = read_hex(line);
    const char* device = std::strchr(line + 1, ' '); // behind the offset: " 08:01 1234 ..."
    const std::uint64_t inode = device != nullptr ? std::strtoull(device + 1, nullptr, 10) : 0;
    const char* path = std::strchr(line, '/');
    if (code && path != nullptr && codes_ < max_ranges) {
        code_[codes_++] = {low, high};
    }
    if (path == nullptr) {
        // .bss is anonymous memory right behind the file's last page.
        const bool anonymous = std::strchr(line, '[') == nullptr;
        if (anonymous && !code && run_.module != nullptr && run_.module->high == low && !run_.has_bss) {
            run_.module->high = high;
            run_.has_bss = true;
        }
        return;
    }
    if (std::strcmp(path, run_.path) != 0 || offset < run_.last_offset) {
        run_ = {};
        run_.low = low;
        run_.first_offset = offset;
        run_.inode = inode;
        std::strncpy(run_.path, path, sizeof run_.path - 1);
    }
    run_.last_offset = offset;
    if (code && run_.module == nullptr) {
        run_.module = enter();
    }
    if (run_.module != nullptr) {
        run_.module->high = high;
    }
}

MappedModule* ModuleTable::enter() {
    for (std::size_t i = 0; i < modules_; ++i) {
        if (module_[i].low == run_.low && module_[i].inode == run_.inode &&
            std::strcmp(module_[i].path, run_.path) == 0) {
            module_[i].present = true;
            return &module_[i];
        }
    }
    if (modules_ == max_modules) {
        return nullptr;
    }
    const char* path = keep(run_.path);
    if (path == nullptr) {
        return nullptr;
    }
    MappedModule& m = module_[modules_++];
    m = {};
    m.low = run_.low;
    m.bias = run_.low - run_.first_offset;
    m.first_offset = run_.first_offset;
    m.inode = run_.inode;
    m.path = path;
    const char* slash = std::strrchr(path, '/');
    m.name = slash != nullptr ? slash + 1 : path;
    m.present = true;
    return &m;
}

const char* ModuleTable::keep(const char* text) {
    const std::size_t size = std::strlen(text) + 1;
    if (size > sizeof text_ - text_size_) {
        return nullptr;
    }
    char* kept = text_ + text_size_;
    std::memcpy(kept, text, size);
    text_size_ += size;
    return kept;
}

// ---- questions -------------------------------------------------------------------------------------

MappedModule* ModuleTable::find(std::uint64_t address) {
    for (std::size_t i = 0; i < modules_; ++i) {
        MappedModule& m = module_[i];
        if (m.present && address >= m.low && address < m.high) {
            if (!m.checked) {
                check(m);
            }
            return &m;
        }
    }
    return nullptr;
}

std::uint64_t ModuleTable::code_address(std::uint32_t low) const {
    std::uint64_t found = 0;
    for (std::size_t i = 0; i < codes_; ++i) {
        const Range& r = code_[i];
        for (std::uint64_t high = r.low >> 32; high <= r.high >> 32; ++high) {
            const std::uint64_t address = high << 32 | low;
            if (address >= r.low && address < r.high) {
                if (found != 0) {
                    return 0;
                }
                found = address;
            }
        }
    }
    return found;
}

void ModuleTable::forget_states() {
    for (std::size_t i = 0; i < modules_; ++i) {
        module_[i].state = nullptr;
    }
}

// ---- the file behind a module ----------------------------------------------------------------------

void ModuleTable::check(MappedModule& m) {
    m.checked = true;
    const bool is_program = std::strcmp(m.path, main_path_) == 0;
    const auto here = reinterpret_cast<std::uint64_t>(&marker);
    m.own = !is_program && here >= m.low && here < m.high;

    const char* plain = m.path;
    if (ends_with(m.path, deleted_suffix)) {
        char shorter[sizeof run_.path];
        const std::size_t n = std::strlen(m.path) - std::strlen(deleted_suffix);
        std::memcpy(shorter, m.path, n);
        shorter[n] = 0;
        plain = keep(shorter);
        if (plain != nullptr) {
            m.name = plain + (m.name - m.path);
        }
    }
    // The kernel keeps the program's own file readable even when its name is gone.
    if (is_program && same_as_memory(m, own_program)) {
        m.file = own_program;
    } else if (plain != nullptr && same_as_memory(m, plain)) {
        m.file = plain;
    }
}

/// Whether the file is the one that was mapped: same ELF header, program headers and whatever else
/// stands in its first page (build id). Sets bias and size. A file that was replaced by a newer build
/// would give wrong names and lines, which is worse than none.
bool ModuleTable::same_as_memory(MappedModule& m, const char* file) {
    const int fd = raw::open(file, O_RDONLY);
    if (fd < 0) {
        return false;
    }
    const long got = raw::pread(fd, buffer_, page, 0);
    const long size = raw::file_size(fd);
    raw::close(fd);
    Elf64_Ehdr elf;
    if (got < static_cast<long>(sizeof elf)) {
        return false;
    }
    std::memcpy(&elf, buffer_, sizeof elf);
    const std::uint64_t headers_end = elf.e_phoff + std::uint64_t{elf.e_phnum} * sizeof(Elf64_Phdr);
    if (std::memcmp(elf.e_ident, ELFMAG, SELFMAG) != 0 || elf.e_ident[EI_CLASS] != ELFCLASS64 ||
        elf.e_phentsize != sizeof(Elf64_Phdr) || headers_end > static_cast<std::uint64_t>(got)) {
        return false;
    }
    bool placed = false;
    std::uint64_t bias = 0;
    std::uint64_t comparable = headers_end;
    for (std::size_t i = 0; i < elf.e_phnum; ++i) {
        Elf64_Phdr header;
        std::memcpy(&header, buffer_ + elf.e_phoff + i * sizeof header, sizeof header);
        if (header.p_type != PT_LOAD) {
            continue;
        }
        const std::uint64_t in_page = header.p_offset % page;
        if (!placed && header.p_offset - in_page == m.first_offset) {
            bias = m.low - (header.p_vaddr - in_page);
            placed = true;
        }
        if (header.p_offset == 0 && (header.p_flags & PF_W) == 0 && header.p_filesz > comparable) {
            comparable = header.p_filesz;
        }
    }
    comparable = comparable < static_cast<std::uint64_t>(got) ? comparable : static_cast<std::uint64_t>(got);
    if (!placed) {
        return false;
    }
    if (m.first_offset == 0) {
        char* memory = buffer_ + page;
        const iovec mine{memory, comparable};
        const iovec theirs{reinterpret_cast<void*>(m.low), comparable};
        const long read =
            raw::call(SYS_process_vm_readv, raw::process_id(), raw::as_long(&mine), 1, raw::as_long(&theirs), 1, 0);
        // A kernel that refuses the call leaves the question open: take the file's word.
        if (read > 0 && std::memcmp(memory, buffer_, static_cast<std::size_t>(read)) != 0) {
            return false;
        }
    }
    m.bias = bias;
    m.file_size = size > 0 ? static_cast<std::uint64_t>(size) : 0;
    return true;
}

} // namespace mapcheck::edges
