// A module that works on a map of its host, has one of its own, and is unloaded.
#include "plugin.h"

static mapcheck::map<int, int> done;

extern "C" int plugin_erase(mapcheck::map<int, int>& map, int key) {
    done[key] += 1;
    return static_cast<int>(map.erase(key));
}
