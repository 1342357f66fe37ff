#include "sinks/stack_view.h"

#include <cstring>
#include <initializer_list>

#include "sinks/readable.h"

namespace mapcheck::sinks {

namespace {

bool contains(const char* text, const char* part) { return text != nullptr && std::strstr(text, part) != nullptr; }
bool equal(const char* text, const char* other) { return text != nullptr && std::strcmp(text, other) == 0; }

/// A header of the standard library or of mapcheck's containers.
bool is_library_file(const char* file) {
    for (const char* part : {"/include/c++/", "/c++/v1/", "libstdc++", "/mapcheck/detail/", "/mapcheck/map.h",
                             "/mapcheck/set.h", "/mapcheck/unordered_map.h", "/mapcheck/unordered_set.h"}) {
        if (contains(file, part)) return true;
    }
    return false;
}

/// Compilers give no linkage name to what is made from local and anonymous types: such a member of a
/// container is just "erase" in the debug information, without namespace and parameters.
bool has_parameters(const char* function) { return function[function_name(function).end] != 0; }

/// The same for a name that could not be demangled.
bool is_library_symbol(const char* mangled) {
    for (const char* prefix :
         {"_ZN8mapcheck", "_ZNK8mapcheck", "_ZNSt", "_ZNKSt", "_ZSt", "_ZN9__gnu_cxx", "_ZNK9__gnu_cxx"}) {
        if (std::strncmp(mangled, prefix, std::strlen(prefix)) == 0) return true;
    }
    return false;
}

/// Code of mapcheck or of the standard library. A user's specialisation of std::hash is the user's:
/// its line lies in the user's file.
bool is_library(const Frame& f) {
    if (f.own) return true;
    if (f.function == nullptr) return false;
    if (std::strncmp(f.function, "_Z", 2) == 0) return is_library_symbol(f.function);
    if (in_namespace(f.function, "mapcheck")) return true;
    if (f.inlined && !has_parameters(f.function) && is_library_file(f.file)) return true;
    if (!in_namespace(f.function, "std") && !in_namespace(f.function, "__gnu_cxx") &&
        std::strncmp(f.function, "__gthread_", 10) != 0) {
        return false;
    }
    return f.file == nullptr || is_library_file(f.file) || contains(f.file, "/gthr");
}

/// With split debug information only the innermost line of inlined calls is known, and not the call:
/// a line of the library in a function of the user's would mislead.
void drop_foreign_line(Frame& f) {
    if (!f.inlined && f.function != nullptr && is_library_file(f.file) && !is_library(f)) {
        f.file = nullptr;
        f.line = 0;
    }
}

bool is_of_library_line(const Frame& innermost) {
    return innermost.function != nullptr && is_library_file(innermost.file) && !is_library(innermost);
}

/// The frames of one return address. The look-up may miss an inlined call when another one, of no
/// length, begins inside it; then a line of the library seems to stand in a function of the user's, and
/// the instructions before, which set up the same call, tell the truth.
std::size_t resolve(Resolver& resolver, std::uint64_t pc, Frame* out, std::size_t room) {
    const std::size_t size = resolver.frames(pc, out, room);
    if (size == 0 || !is_of_library_line(out[0])) return size;
    const char* const function = out[size - 1].function;
    constexpr std::uint64_t farthest = 96;
    for (std::uint64_t back = 1; back <= farthest; ++back) {
        const std::size_t other = resolver.frames(pc - back, out, room);
        if (other > 1 && !is_of_library_line(out[0]) && is_library(out[0]) && equal(out[other - 1].function, function))
            return other;
    }
    return resolver.frames(pc, out, room);
}

} // namespace

bool is_start(const Frame& f) {
    for (const char* module :
         {"libc.so.", "libpthread.so.", "ld-linux", "libc-2.", "ld-musl", "libc++.so.", "libstdc++.so."}) {
        if (f.module != nullptr && std::strncmp(f.module, module, std::strlen(module)) == 0) {
            return true;
        }
    }
    for (const char* name : {"_start", "start_thread", "__clone", "clone", "__clone3", "clone3", "__libc_start_main",
                             "__libc_start_call_main", "__libc_start_main_impl", "execute_native_thread_routine"}) {
        if (equal(f.function, name)) {
            return true;
        }
    }
    return false;
}

bool StackView::is_all_library() const { return top() != nullptr && is_library(*top()); }

void StackView::load(const Stack& stack, Resolver& resolver, bool verbose) {
    std::size_t size = 0;
    const std::size_t pcs = stack.size < max_frames ? stack.size : max_frames;
    for (std::size_t i = 0; i < pcs && size < max_shown; ++i) {
        size += resolve(resolver, stack.pc[i], frame_ + size, max_shown - size);
    }
    choose(size, verbose);
}

void StackView::load(std::uint64_t return_address, Resolver& resolver, bool verbose) {
    choose(resolve(resolver, return_address, frame_, max_shown), verbose);
}

/// Takes out the runtime's frames, which also stand in the middle (interposed calls, signal handlers);
/// not all of them, if there is nothing else. The outermost stays: it says where a thread began.
std::size_t StackView::without_own(std::size_t size) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < size; ++i) {
        if (!frame_[i].own || i + 1 == size) frame_[kept++] = frame_[i];
    }
    return kept;
}

void StackView::choose(std::size_t size, bool verbose) {
    for (std::size_t i = 0; i < size; ++i) drop_foreign_line(frame_[i]);
    if (!verbose) size = without_own(size);
    std::size_t first = 0;
    while (first < size && (is_library(frame_[first]) || is_start(frame_[first]))) ++first;
    if (first == size) first = 0; // nobody's line but the libraries': better than none
    std::size_t last = size;
    reaches_start_ = false;
    for (std::size_t i = first; i < size; ++i) {
        if (equal(frame_[i].function, "main")) {
            last = i + 1;
            reaches_start_ = true;
        }
    }
    if (!reaches_start_) {
        // A program without symbols ends in a frame that would be called _start.
        const bool nameless_start =
            last > first + 2 && frame_[last - 1].function == nullptr && is_start(frame_[last - 2]);
        last -= nameless_start ? 1 : 0;
        while (last > first + 1 && (is_start(frame_[last - 1]) || is_library(frame_[last - 1]))) {
            reaches_start_ = reaches_start_ || is_start(frame_[last - 1]) || frame_[last - 1].own;
            --last;
        }
    }
    top_ = first;
    first_ = verbose ? 0 : first;
    last_ = verbose ? size : last;
}

} // namespace mapcheck::sinks
