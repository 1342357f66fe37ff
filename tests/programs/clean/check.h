// What the clean programs share besides cues: CHECK, a program's claim about its own result. A claim that does not
// hold ends the process with status 3. No state; any thread may call it.
#pragma once

#include <cstdio>
#include <cstdlib>

#include <unistd.h>

#include "../cue.h"

#define CHECK(claim)                                                                                                   \
    do {                                                                                                               \
        if (!(claim)) {                                                                                                \
            std::fprintf(stderr, "%s:%d: wrong result: %s\n", __FILE__, __LINE__, #claim);                             \
            std::_Exit(3);                                                                                             \
        }                                                                                                              \
    } while (false)
