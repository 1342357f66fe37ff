#include "edges/modules_known.h"

#include <cstring>

namespace mapcheck::edges {
namespace {

struct Row {
    const char* name;
    Synchronises how;
};

constexpr Row rows[] = {
#define MAPCHECK_MODULE(name, how) {name, Synchronises::how},
#include "edges/modules_known.inc"
#undef MAPCHECK_MODULE
};

/// "libc" is libc.so.6 and libc-2.31.so, but not libcurl.so.4 nor libc-client.so.
bool is_version(const char* rest) {
    return *rest == 0 || *rest == '.' || (*rest == '-' && rest[1] >= '0' && rest[1] <= '9');
}

bool fits(const char* row, const char* name) {
    const std::size_t n = std::strlen(row);
    if (row[n - 1] == '*') return std::strncmp(row, name, n - 1) == 0;
    return std::strncmp(row, name, n) == 0 && is_version(name + n);
}

} // namespace

Synchronises known_module(const char* name) {
    for (const Row& row : rows)
        if (fits(row.name, name)) return row.how;
    return Synchronises::unknown;
}

} // namespace mapcheck::edges
