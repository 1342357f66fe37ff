#include "edges/frameless.h"

#include <cstring>
#include <dlfcn.h>

#include "core/stack.h"
#include "edges/interpose.h"
#include "edges/reporter.h"
#include "sinks/line.h"

namespace mapcheck::edges {

void warn_of_frameless_code(std::uintptr_t return_address) {
    const KeepErrno keep;
    Dl_info info{};
    const char* module = nullptr;
    if (dladdr(reinterpret_cast<const void*>(return_address - 1), &info) != 0 && info.dli_fname != nullptr) {
        const char* slash = std::strrchr(info.dli_fname, '/');
        module = slash != nullptr ? slash + 1 : info.dli_fname;
    }
    sinks::LineOf<512> line;
    line.text("mapcheck: ");
    line.text(module != nullptr ? module : "code of this program");
    line.text(" is compiled without frame pointers: stacks of past accesses cost 1.5 us each, and a thread keeps ");
    line.number(core::unwind_budget);
    line.text(" at most; add -fno-omit-frame-pointer to its compiler flags\n");
    reporter_complain(line.begin(), line.size());
}

} // namespace mapcheck::edges
