// How the files that stand before GLib (interpose_glib*.cpp) name its functions.
#pragma once

#include "edges/interpose.h"
#include "edges/rebind.h"

#define MAPCHECK_GLIB(result, name, ...) MAPCHECK_INTERPOSE_OF("libglib-2.0.so.0", result, name, __VA_ARGS__)
#define MAPCHECK_GLIB_REAL(result, name, ...) MAPCHECK_REAL_OF("libglib-2.0.so.0", result, name, __VA_ARGS__)
#define MAPCHECK_GOBJECT(result, name, ...) MAPCHECK_INTERPOSE_OF("libgobject-2.0.so.0", result, name, __VA_ARGS__)
