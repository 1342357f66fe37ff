// EXPECT: concurrent map read and map write @ find / insert
// OFF: read_write
//
// The program is told of the finding as plain data, once, though it comes many times; and its own options and
// suppressions count.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

#include <mapcheck/map.h>
#include <mapcheck/mapcheck.h>

namespace {

mapcheck::map<int, int> table;
mapcheck::map<int, int> quiet;
int told;

bool good(const mapcheck_finding& f) {
    return f.magic == MAPCHECK_FINDING_MAGIC && f.version == MAPCHECK_FINDING_VERSION && f.size == sizeof f &&
           std::strcmp(f.kind_id, "read_write") == 0 && std::strcmp(f.evidence, "unordered") == 0 &&
           std::strcmp(f.map_name, "table") == 0 && std::strstr(f.map_type, "std::map<int, int") != nullptr &&
           f.map_address == reinterpret_cast<std::uint64_t>(&table) && f.sides == 2 && f.side[0].frames > 0 &&
           f.side[1].frames > 0 && f.side[0].task != f.side[1].task && f.side[0].pc[0] != 0;
}

} // namespace

extern "C" {
void __mapcheck_on_finding(const mapcheck_finding* finding) {
    ++told;
    quiet.find(1); // not watched
    if (good(*finding)) return;
    std::fputs("told something else\n", stderr);
    std::_Exit(1);
}
const char* __mapcheck_default_options() { return "print_summary=0"; }
const char* __mapcheck_default_suppressions() { return "# a comment\n*:^quiet$\n"; }
}

int main() {
    mapcheck_name(table, "table");
    mapcheck_name(quiet, "quiet");
    std::thread([] {
        for (int i = 0; i < 100; ++i) (void)table.find(i); // [find]
        (void)quiet.find(1);
    }).detach();
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    for (int i = 0; i < 100; ++i) table.insert({i, i}); // [insert]
    quiet[1] = 1;
    if (mapcheck_findings() > 0 && told != 1) std::_Exit(2);
}
