// Which addresses are code of a loaded module.
//
// Asked while a stack is walked, from any thread and from signal handlers, also from one that will never return and in
// the child of a fork: so no lock is taken where the C library has _dl_find_object (glibc 2.35).
#pragma once

#include <cstdint>

namespace mapcheck::edges {

/// Whether the address lies in an executable segment.
bool is_code(std::uintptr_t address);

} // namespace mapcheck::edges
