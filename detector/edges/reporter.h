// From a finding to the outside: printed once, counted ever after, and the exit status that says so.
//
// Owner of the reporter's lock, the table of findings printed, the symbolizer and the output. Called
// with no lock of the core held, by a thread that is inside the runtime (edges/self.h). A finding made
// while the same thread prints one (a signal handler) is dropped and counted. Before reporter_start()
// nothing is reported.
#pragma once

#include <cstddef>
#include <cstdint>

#include <mapcheck/finding.h>

#include "edges/options.h"

namespace mapcheck::edges {

/// Before the first finding, once. Copies the options.
void reporter_start(const Options& options);

/// The core's finding handler. Prints it unless an equal one was; may end the process (halt_on_error).
void reporter_handle(const Finding& finding);

/// At exit, once: findings by kind, what was watched, what could not be known. Silent when there is
/// nothing to say.
void reporter_summary();

/// What the process should exit with if it wanted `wanted`: option exitcode after a finding.
int exit_status(int wanted);

/// Findings of this process so far, equal ones included.
std::uint64_t reporter_findings();

/// In the child of a fork: the parent's findings are the parent's.
void reporter_after_fork();

/// What the program says that it runs now; named in reports. Copied; "" or null: nothing.
void reporter_running(const char* what);

/// Unbuffered line to standard error, for complaints before and outside reports.
void reporter_complain(const char* text, std::size_t size);

} // namespace mapcheck::edges
