// Which modules' synchronisation is seen: the gate that keeps `unordered` findings away from what
// cannot be known.
//
// Three ways to be seen: a mark that <mapcheck/atomics.h> left in the module, a place in the list of
// modules that synchronise only by what is interposed (modules_known.inc), or being hooked. Owner of the
// table of loaded modules and of the marks. Look-ups take no lock and may come from any thread, not
// from signal handlers (they ask the loader whether anything was loaded). Names and reasons are
// for the reporter, one thread at a time.
#pragma once

#include <cstddef>

#include "core/config.h"

namespace mapcheck::edges {

struct RealName; // edges/interpose.h

/// Whether a thread made by this code belongs to a module whose synchronisation is not seen.
bool module_of_unseen_synchronisation(const void* code);

/// The library that has this function does something whose order is not seen, though it is hooked: from now on it
/// counts as one that synchronises by itself. Looks the function up if need be.
void synchronises_by_itself_after_all(RealName& function);
/// The opposite, of the module with this code: its order is told to us from now on. Null: does nothing.
void synchronises_by_calls_after_all(const void* code);

/// How far order is seen: `full` when every mark is in time and no module is loaded that is known to
/// synchronise by itself. order_seen_changed() (startup.h) is called whenever the answer changes.
core::Order order_seen();

/// Modules where atomics are not seen: unmarked ones off the list of those that need none, marked ones
/// with the file whose headers came too soon, and those built without the forced include. Comma-separated,
/// cut with "..."; null: none. Valid until the next call.
const char* unseen_module_names();

/// Why order_seen() is `partly`, and which flag widens it: one clause without full stop. 0: it is full.
std::size_t order_reason(char* out, std::size_t room);

} // namespace mapcheck::edges
