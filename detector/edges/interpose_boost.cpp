// boost::call_once at the boundary of libboost_thread, which has its atomics compiled in. The rest of Boost.Thread
// orders by pthread calls.
#include "edges/interpose.h"

#include "core/config.h"
#include "edges/rebind.h"

#define MAPCHECK_BOOST(result, name, ...) MAPCHECK_INTERPOSE_OF("libboost_thread.so.1.81.0", result, name, __VA_ARGS__)

namespace mapcheck::edges {

// NOLINTBEGIN(readability-identifier-naming, bugprone-reserved-identifier)

// enter_once_region(once_flag&): whether the caller is the one to make the call
MAPCHECK_BOOST(bool, _ZN5boost13thread_detail17enter_once_regionERNS_9once_flagE, (void* flag)) {
    const bool is_first = real__ZN5boost13thread_detail17enter_once_regionERNS_9once_flagE(flag);
    if (!is_first) told_acquire(key_of(flag, ObjectKind::once));
    return is_first;
}
// commit_once_region(once_flag&): the call has been made
MAPCHECK_BOOST(void, _ZN5boost13thread_detail18commit_once_regionERNS_9once_flagE, (void* flag)) {
    told_release(key_of(flag, ObjectKind::once));
    real__ZN5boost13thread_detail18commit_once_regionERNS_9once_flagE(flag);
}
// NOLINTEND(readability-identifier-naming, bugprone-reserved-identifier)

} // namespace mapcheck::edges
