// A library for atomics_modules_test: built without <mapcheck/atomics.h>, with it, and with it too late.
#ifdef MAPCHECK_TEST_TOO_LATE
#include <atomic>

#include <mapcheck/atomics.h>
#endif

extern "C" int mapcheck_test_function(int x) { return x + 1; }
