// The runtime side of <mapcheck/atomics.h>: what its inline code calls when its cache does not know
// the answer, and the thread's cache itself.
//
// Owner of mapcheck_v1_sync_tls (one a thread, written by that thread only, never by its signal
// handlers: a handler may have interrupted inline code between two looks at one entry) and of
// mapcheck_v1_fences. The calls may come from any thread and from signal handlers.
#pragma once

namespace mapcheck::edges {

/// The thread ends, or a new one begins in its place: what its inline code may take for known is
/// dropped, so that a later release is not kept back by what an earlier thread had said.
void sync_cache_clear();

} // namespace mapcheck::edges
