// How the files that stand before oneTBB (interpose_tbb*.cpp) name its functions: by their mangled names.
#pragma once

#include "edges/interpose.h"
#include "edges/rebind.h"

#define MAPCHECK_TBB(result, name, ...) MAPCHECK_INTERPOSE_OF("libtbb.so.12", result, name, __VA_ARGS__)
#define MAPCHECK_TBB_REAL(result, name, ...) MAPCHECK_REAL_OF("libtbb.so.12", result, name, __VA_ARGS__)
