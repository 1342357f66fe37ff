// What the program may define for the reporter (mapcheck.h): suppressions of its own, and a function that
// is told of each finding.
//
// Owns nothing. tell_user() runs the program's code: call it with no lock held that a finding takes.
#pragma once

#include <mapcheck/finding.h>

namespace mapcheck::edges {

/// Null: the program has none.
const char* user_suppressions();
void tell_user(const Finding& finding);

} // namespace mapcheck::edges
