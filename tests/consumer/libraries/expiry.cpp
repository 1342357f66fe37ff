#include "sessions.h"

void expire(Sessions& s, int id) { s.erase(id); }
