// What the subject knows of its plugin.
#pragma once

#include <mapcheck/map.h>

/// Erases the key from a map of the host; how many elements went.
using plugin_erase_function = int(mapcheck::map<int, int>& map, int key);
extern "C" plugin_erase_function plugin_erase;
