// Calls that the linker bound past us. A library beside the C library comes before libmapcheck in the order of
// search when it was named before it on the link line, and then its functions are called without being told here.
// The slots through which modules call them are set to ours instead: what the order of libraries would have done.
//
// Owner of nothing but the list of such functions, which interpose.h fills. Reads what the dynamic linker offers
// publicly (ELF's dynamic section); safe to call from any thread that may call the loader.
#pragma once

#include <link.h>

#include "edges/interpose.h"

namespace mapcheck::edges {

/// A function of another library for which there is one of ours; made by MAPCHECK_INTERPOSE_OF.
struct HookedCall {
    const RealName* real;
    void* own;
};

/// Binds a loaded module's calls of all such functions to ours.
void rebind(const dl_phdr_info& module);

} // namespace mapcheck::edges
