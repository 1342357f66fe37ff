/* A runtime that writes down what it is told, for the tests of <mapcheck/atomics.h>. C and C++. Knows
 * nothing: every acquire and release is told, none is remembered. */
#ifndef MAPCHECK_TESTS_ATOMICS_RECORDER_H
#define MAPCHECK_TESTS_ATOMICS_RECORDER_H

#ifdef __cplusplus
extern "C" {
#endif

enum told_kind { told_acquire, told_release, told_acquire_fence, told_release_fence, told_ended };
struct told {
    enum told_kind kind;
    const volatile void* object;
    int value; /* of *told_watch at that moment */
};
extern struct told told_log[64];
extern int told_count;
extern const volatile int* told_watch;

/* "" or what is wrong, of the C file. */
const char* atomics_c_failure(void);

#ifdef __cplusplus
}
#endif
#endif
