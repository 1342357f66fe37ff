// Stacks as the system knows them: the unwinder behind stacks of past accesses where frame pointers
// are missing, Boost.Stacktrace for the reporting thread, and the check that a word is a return address.
// Async-signal-safe; no allocation.
#pragma once

namespace mapcheck::edges {

/// Connects core/stack.h and core/accuse.h with them.
void connect_stack_helpers();

} // namespace mapcheck::edges
