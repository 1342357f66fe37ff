// One half of a program: with CALLER the one that calls. Both halves must be compiled alike.
#include <mapcheck/map.h>

int total(const mapcheck::map<int, int>& map);

#ifdef CALLER
int main() { return total({{1, -1}, {2, 1}}); }
#else
int total(const mapcheck::map<int, int>& map) {
    int sum = 0;
    for (const auto& element : map) sum += element.second;
    return sum;
}
#endif
