// Start and end of the runtime in a process, and what a thread needs when it becomes known.
//
// Order: the library's constructor (before those of everything that links to it) maps the slots, reads
// the options, connects core, reporter and stack helpers and registers the main thread. Its destructor
// (after those of everything that links to it) prints the summary and sets the exit code.
#pragma once

#include "core/thread.h"

namespace mapcheck::edges {

/// Fills StackCache::low and high where they can be had without allocating.
void bound_stack(core::Thread& thread);

/// What is seen of order may have changed (edges/modules.cpp: a module was loaded).
void order_seen_changed();

/// The runtime has given up: says so once, and reports nothing from now on.
void give_up(const char* why);
/// A thread cannot be watched, and so order not be followed.
inline void give_up_for_threads() { give_up("no memory for another thread's records (ulimit -v, -d?)"); }

} // namespace mapcheck::edges
