// The warning that a module was compiled without frame pointers, which makes stacks of past accesses slow and few.
#pragma once

#include <cstdint>

namespace mapcheck::edges {

/// core/stack.h calls it once in a process, on a checking path: it takes no lock of ours and does not allocate.
void warn_of_frameless_code(std::uintptr_t return_address);

} // namespace mapcheck::edges
