// Option print_keys: the key of the element that a finding is about, as text.
//
// Owns nothing. The element is the program's, and in a race another thread may be changing or freeing it: its bytes
// are copied by the kernel, which fails where a load would fault, and shown as they were found. None of the program's
// code runs. Call it before waiting for anything: what lies there grows old.
#pragma once

#include <mapcheck/finding.h>

#include "sinks/line.h"

namespace mapcheck::edges {

/// Room for a text's first 64 bytes, each printed as \xNN at worst.
using KeyText = sinks::LineOf<320>;

/// Stays empty where there is nothing to show.
void read_key(const KeyPlace& key, KeyText& out);

} // namespace mapcheck::edges
