// The findings that the golden reports are made of: a trading service with two or three threads.
#pragma once

#include <string>
#include <vector>

#include <mapcheck/finding.h>

#include "fake_process.h"

namespace golden {

std::vector<Place> service_places();
std::vector<Global> service_globals();

struct Case {
    std::string name; ///< expected/NAME.txt
    mapcheck::Finding finding;
    Build build = Build::debug;
    bool color = false;
    bool verbose = false;
    const char* unseen = nullptr;
    const char* key = nullptr;
};

/// At least one for each kind, in the order of Kind, then those for the ways to print.
const std::vector<Case>& cases();

} // namespace golden
