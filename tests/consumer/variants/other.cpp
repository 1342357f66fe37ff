#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>

int outer(const mapcheck::map<int, int>& map);
extern const int size_before_main = outer({{1, 1}, {2, 2}});
