// The raw side: built without mapcheck, into a library of its own (linked -Bsymbolic), so that the
// inline functions of the standard library are not merged with those of the told side.
#include "atomics_bench_ops.h"

extern "C" __attribute__((visibility("default"))) const AtomicsOps* atomics_bench_raw() { return atomics_ops; }
