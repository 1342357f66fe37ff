#include "core/spin_lock.h"

namespace mapcheck::core {

__thread HeldLocks held_locks MAPCHECK_TLS_MODEL;

} // namespace mapcheck::core
