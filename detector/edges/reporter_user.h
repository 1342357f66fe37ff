// What the program may define for the reporter (mapcheck.h): suppressions of its own, and a function that
// is told of each finding.
//
// Owns nothing. tell_user() runs the program's code, which may take locks of its own.
#pragma once

#include <mapcheck/finding.h>

namespace mapcheck::edges {

/// Null: the program has none.
const char* user_suppressions();
void tell_user(const Finding& finding);

} // namespace mapcheck::edges
