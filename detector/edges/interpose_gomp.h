// What a thread is in of OpenMP's regions and tasks, for the two files that stand before libgomp (interpose_gomp*.cpp)
// and for nobody else. Each thread has its own; teams and tasks are named by addresses that live as long as they do.
#pragma once

#include "core/config.h"
#include "edges/interpose.h"
#include "edges/rebind.h"

#define MAPCHECK_GOMP(result, name, ...) MAPCHECK_INTERPOSE_OF("libgomp.so.1", result, name, __VA_ARGS__)

namespace mapcheck::edges {

using GompBody = void (*)(void*);

/// A parallel region, on the stack of the thread that began it.
struct GompTeam {
    GompBody body;
    void* data;
    char begun, ended, barrier[2], tasks, ordered, copied; // named by their addresses
};
inline core::Key gomp_key(const char& part) { return key_of(&part, ObjectKind::barrier); }

/// What a thread is in now.
struct GompPlace {
    GompTeam* team;    ///< null: outside of every region
    const char* tasks; ///< whose end a taskwait of this task waits for; null: outside
    unsigned barriers; ///< that it has passed in the region
};
extern __thread GompPlace gomp_place MAPCHECK_TLS_MODEL;

} // namespace mapcheck::edges
