// A plugin with maps of static storage, one of its thread's, and work for a thread of the host.
#include <mapcheck/map.h>
#include <mapcheck/unordered_map.h>

namespace {
mapcheck::map<int, int> table;
thread_local mapcheck::unordered_map<int, int> own;
} // namespace

extern "C" int plugin_work(int with_bug) {
    for (int i = 0; i < 100; ++i) {
        table[i] = i;
        own[i] = i;
    }
    auto it = table.find(50);
    if (with_bug) table.erase(50);
    ++it;
    int sum = 0;
    for (const auto& element : table) sum += element.second;
    for (const auto& element : own) sum -= element.second;
    return with_bug ? 0 : sum;
}
