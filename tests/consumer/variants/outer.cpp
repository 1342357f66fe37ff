#include <mapcheck/map.h>

int part(const mapcheck::map<int, int>& map);
extern "C" int plain(void);

__attribute__((visibility("default"))) int outer(const mapcheck::map<int, int>& map) { return part(map) + plain(); }
