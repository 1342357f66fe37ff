// Where the detector's memory comes from: anonymous mappings, zeroed, backed page by page when
// touched, never given back. Nothing here uses the program's allocator.
#pragma once

#include <cstddef>

namespace mapcheck::core {

/// Null when the system refuses (ulimit -v, no address space).
void* reserve(std::size_t bytes);

/// `wanted`, or less where the process has a limit on its address space or its data (ulimit -v, -d): what is only
/// set aside counts there, too, and the program needs the most of it. Whole pages.
std::size_t fair_share(std::size_t wanted);

/// Maps the slot region at hot::region_base: the whole of it, or less when that is refused. Returns
/// how many bytes are usable from its beginning; 0 when not even the null slot could be mapped.
std::size_t reserve_slots();

} // namespace mapcheck::core
