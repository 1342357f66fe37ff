// What the program may define for the reporter (mapcheck.h): suppressions of its own, and a function that
// is told of each finding.
//
// Owns nothing. tell_user() runs the program's code: call it with no lock of the runtime's held.
#pragma once

#include <mapcheck/finding.h>

namespace mapcheck::edges {

/// Null: the program has none.
const char* user_suppressions();
/// Gives the finding back first (core::finding_done): it must not be looked at afterwards. key: as read_key() gave it.
void tell_user(const Finding& finding, const char* key);

} // namespace mapcheck::edges
