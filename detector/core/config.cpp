#include "core/config.h"

namespace mapcheck::core {

Config config;
Counters counters;

} // namespace mapcheck::core
