#include "edges/symbolizer.h"

#include <cstdlib>
#include <cstring>

#include <backtrace.h>
#include <cxxabi.h>
#include <dlfcn.h>
#include <link.h>

#include <mapcheck/hot.h>

#include "edges/raw_system.h"
#include "sinks/line.h"

// The demangler inside __cxa_demangle, without its malloc; in gcc's libsupc++.a. Optional.
extern "C" int __gcclibcxx_demangle_callback(const char* mangled, void (*out)(const char*, std::size_t, void*),
                                             void* data) __attribute__((weak));

namespace mapcheck::edges {

namespace {

/// Debug information of this size takes libbacktrace a second or more.
constexpr std::uint64_t slow_file_size = 192U << 20;

/// The module whose symbols the calling thread reads now.
__thread const MappedModule* reading MAPCHECK_TLS_MODEL;

void ignore_error(void*, const char*, int) {}

/// libbacktrace joins the directory of the compilation with every name that clang writes into DWARF 5, absolute ones
/// too. There is no such file, or the two slashes were in somebody's include path.
const char* absolute_part(const char* path) {
    const char* slashes = std::strstr(path, "//");
    const bool is_joined = path[0] == '/' && slashes != nullptr && slashes != path &&
                           raw::call(SYS_faccessat, AT_FDCWD, raw::as_long(path), 0 /* F_OK */) != 0;
    return is_joined ? slashes + 1 : path;
}

} // namespace

// libbacktrace reads the symbols of every module in the process into one state, once: slow, and blind
// for what is loaded later. It lists modules by this function, and being linked into this library it
// finds this hidden definition first: so it is shown exactly one module. Everybody else gets the
// C library's.
extern "C" __attribute__((visibility("hidden"))) int dl_iterate_phdr(int (*callback)(dl_phdr_info*, std::size_t, void*),
                                                                     void* data) {
    if (reading != nullptr) {
        dl_phdr_info info = {};
        info.dlpi_addr = reading->bias;
        info.dlpi_name = ""; // "the file that the state was made with"
        return callback(&info, sizeof info, data);
    }
    using Iterate = int (*)(int (*)(dl_phdr_info*, std::size_t, void*), void*);
    static Iterate real = nullptr;
    Iterate next = __atomic_load_n(&real, __ATOMIC_RELAXED);
    if (next == nullptr) {
        next = reinterpret_cast<Iterate>(dlsym(RTLD_NEXT, "dl_iterate_phdr"));
        __atomic_store_n(&real, next, __ATOMIC_RELAXED);
    }
    return next != nullptr ? next(callback, data) : 0;
}

struct Symbolizer::Found {
    Symbolizer* self;
    sinks::Frame* out;
    std::size_t room;
    std::size_t size;
    const char* symbol;
    std::uint64_t symbol_begin;

    static int on_frame(void* data, std::uintptr_t, const char* file, int line, const char* function) {
        auto& found = *static_cast<Found*>(data);
        if (found.size == found.room) {
            return 1;
        }
        sinks::Frame& f = found.out[found.size++];
        f.function = function; // still mangled
        f.file = file;
        f.line = line > 0 ? static_cast<std::uint32_t>(line) : 0;
        return 0;
    }
    static void on_symbol(void* data, std::uintptr_t, const char* name, std::uintptr_t begin, std::uintptr_t) {
        auto& found = *static_cast<Found*>(data);
        found.symbol = name;
        found.symbol_begin = begin;
    }
};

void Symbolizer::begin_report(bool malloc_is_safe) {
    malloc_is_safe_ = malloc_is_safe;
    text_size_ = 0;
    const long n = raw::call(SYS_getcwd, raw::as_long(directory_), sizeof directory_ - 1);
    // The kernel counts the terminator; "(unreachable)" has no '/' in front. In "/" nothing is cut.
    directory_[0] = n > 2 && directory_[0] == '/' ? '/' : 0;
    if (directory_[0] != 0) {
        directory_[n - 1] = '/';
        directory_[n] = 0;
    }
    modules_.refresh();
}

void Symbolizer::after_fork() { modules_.forget_states(); }

bool Symbolizer::prepare(MappedModule& m) {
    if (m.state != nullptr) {
        return true;
    }
    if (m.file == nullptr) {
        return false;
    }
    if (m.file_size > slow_file_size && notice_ != nullptr) {
        sinks::Line line;
        line.text("mapcheck: reading the debug information of ");
        line.text(m.name);
        line.text(" (");
        line.number(m.file_size >> 20);
        line.text(" MiB), once; this can take a while\n");
        notice_(line.begin(), line.size());
    }
    m.state = backtrace_create_state(m.file, 0, ignore_error, nullptr);
    return m.state != nullptr;
}

std::size_t Symbolizer::frames(std::uint64_t return_address, sinks::Frame* out, std::size_t room) {
    if (room == 0) {
        return 0;
    }
    const std::uint64_t pc = return_address - 1;
    MappedModule* m = modules_.find(pc);
    Found found{this, out, room, 0, nullptr, 0};
    if (m != nullptr && symbolize_ && prepare(*m)) {
        auto* state = static_cast<backtrace_state*>(m->state);
        reading = m;
        backtrace_pcinfo(state, pc, Found::on_frame, ignore_error, &found);
        backtrace_syminfo(state, pc, Found::on_symbol, ignore_error, &found);
        reading = nullptr;
    }
    if (found.size == 0) {
        out[0] = {};
        found.size = 1;
    }
    // The symbol table knows where a lambda or a local class belongs, which debug information may not.
    sinks::Frame& outer = out[found.size - 1];
    const bool better = found.symbol != nullptr && std::strncmp(found.symbol, "_Z", 2) == 0 &&
                        outer.function != nullptr && std::strncmp(outer.function, "_Z", 2) != 0 &&
                        std::strcmp(outer.function, "main") != 0;
    if (outer.function == nullptr || better) {
        outer.function = found.symbol;
    }
    for (std::size_t i = 0; i < found.size; ++i) {
        sinks::Frame& f = out[i];
        f.function = demangled(f.function);
        f.file = readable_path(f.file);
        f.column = 0;
        f.module = m != nullptr ? m->name : nullptr;
        f.offset = m != nullptr ? pc - m->bias : pc;
        f.inlined = i + 1 != found.size;
        f.own = m != nullptr && m->own;
    }
    return found.size;
}

const char* Symbolizer::object(std::uint64_t address, std::uint64_t* distance) {
    MappedModule* m = modules_.find(address);
    if (m == nullptr || !symbolize_ || !prepare(*m)) {
        return nullptr;
    }
    Found found{this, nullptr, 0, 0, nullptr, 0};
    reading = m;
    backtrace_syminfo(static_cast<backtrace_state*>(m->state), address, Found::on_symbol, ignore_error, &found);
    reading = nullptr;
    if (found.symbol == nullptr) {
        return nullptr;
    }
    *distance = address - found.symbol_begin;
    return demangled(found.symbol);
}

// ---- texts -----------------------------------------------------------------------------------------

char* Symbolizer::text_room(std::size_t size) {
    if (size > sizeof text_ - text_size_) {
        return nullptr;
    }
    return text_ + text_size_;
}

/// The name itself if it is not mangled or cannot be demangled here and now.
const char* Symbolizer::demangled(const char* name) {
    if (name == nullptr || std::strncmp(name, "_Z", 2) != 0) {
        return name;
    }
    if (__gcclibcxx_demangle_callback != nullptr) {
        struct Out {
            char* at;
            std::size_t size, room;
        };
        constexpr std::size_t longest = 16 << 10;
        char* room = text_room(longest);
        if (room == nullptr) {
            return name;
        }
        Out out{room, 0, longest - 1};
        const int status = __gcclibcxx_demangle_callback(
            name,
            [](const char* piece, std::size_t n, void* data) {
                auto& o = *static_cast<Out*>(data);
                n = n < o.room - o.size ? n : o.room - o.size;
                std::memcpy(o.at + o.size, piece, n);
                o.size += n;
            },
            &out);
        if (status != 0) {
            return name;
        }
        room[out.size] = 0;
        text_size_ += out.size + 1;
        return room;
    }
    if (!malloc_is_safe_) {
        return name;
    }
    int status = 0;
    char* made = abi::__cxa_demangle(name, nullptr, nullptr, &status);
    if (made == nullptr) {
        return name;
    }
    const std::size_t size = std::strlen(made) + 1;
    char* room = text_room(size);
    if (room != nullptr) {
        std::memcpy(room, made, size);
        text_size_ += size;
    }
    std::free(made);
    return room != nullptr ? room : name;
}

/// Without "x/../", "./" and the working directory in front.
const char* Symbolizer::readable_path(const char* path) {
    if (path == nullptr) {
        return nullptr;
    }
    path = absolute_part(path);
    const std::size_t size = std::strlen(path) + 1;
    char* out = text_room(size);
    if (out == nullptr) {
        return path;
    }
    std::size_t n = 0;
    for (std::size_t i = 0; path[i] != 0;) {
        const std::size_t part = std::strcspn(path + i, "/");
        const bool slash = path[i + part] == '/';
        if (part == 1 && path[i] == '.' && slash) {
            i += 2;
            continue;
        }
        if (part == 2 && path[i] == '.' && path[i + 1] == '.' && slash && n > 1) {
            std::size_t before = n - 1; // the '/' at the end
            while (before > 0 && out[before - 1] != '/') {
                --before;
            }
            if (std::strncmp(out + before, "../", 3) != 0) {
                n = before;
                i += 3;
                continue;
            }
        }
        if (part == 0 && n != 0 && out[n - 1] == '/') {
            ++i; // "//"
            continue;
        }
        std::memcpy(out + n, path + i, part + (slash ? 1 : 0));
        n += part + (slash ? 1 : 0);
        i += part + (slash ? 1 : 0);
    }
    out[n] = 0;
    text_size_ += n + 1;
    const std::size_t prefix = std::strlen(prefix_);
    if (prefix != 0 && std::strncmp(out, prefix_, prefix) == 0) {
        return out + prefix;
    }
    const std::size_t directory = std::strlen(directory_);
    return directory != 0 && std::strncmp(out, directory_, directory) == 0 ? out + directory : out;
}

} // namespace mapcheck::edges
