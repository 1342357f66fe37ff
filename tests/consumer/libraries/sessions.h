#pragma once

#include <mapcheck/map.h>

using Sessions = mapcheck::map<int, int>;
Sessions& sessions();          // in libsessions
void expire(Sessions& s, int); // in libexpiry
