// What libstdc++'s shared library stores for the program: promise::set_value_at_thread_exit and
// packaged_task::make_ready_at_thread_exit make their state ready inside the library, when the thread
// ends, by an atomic that no header of the program's has compiled.
//
// Owner of a pthread key. It is older than the library's own, which is made at first use, so that its
// destructor runs before in the same round: what the thread did is published by then.
#include <pthread.h>

#define MAPCHECK_ATOMICS_ABI_ONLY
#include <mapcheck/atomics.h>

#include "edges/interpose.h"

namespace mapcheck::edges {
namespace {

pthread_key_t ready_key;
bool ready_key_made;

void publish_all(void*) { mapcheck_v1_atomic_release_fence(); }

__attribute__((constructor(102))) void make_ready_key() {
    ready_key_made = pthread_key_create(&ready_key, publish_all) == 0;
}

} // namespace

// std::__future_base::_State_baseV2::_Make_ready::_M_set(): asks the library to make a state ready at exit.
MAPCHECK_INTERPOSE(void, _ZNSt13__future_base13_State_baseV211_Make_ready6_M_setEv, (void* make_ready)) {
    if (ready_key_made) pthread_setspecific(ready_key, make_ready);
    real__ZNSt13__future_base13_State_baseV211_Make_ready6_M_setEv(make_ready);
}

} // namespace mapcheck::edges
