/* The C forms of the told builtins: values, types, evaluation counts, and what is told. */
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

#include "atomics_recorder.h"

struct two {
    int x, y;
};

static int calls;
static int* once(int* p) {
    ++calls;
    return p;
}
static int once_int(int v) {
    ++calls;
    return v;
}

static int told_are(const char* wanted) {
    char text[65];
    int i;
    for (i = 0; i < told_count; ++i) text[i] = "arARe"[told_log[i].kind];
    text[told_count] = 0;
    told_count = 0;
    return strcmp(text, wanted) == 0;
}

#define REQUIRE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition)) return #condition;                                                                           \
    } while (0)

const char* atomics_c_failure(void) {
    _Atomic int a = 1;
    _Atomic struct two pair;
    struct two value = {1, 2};
    int b = 1;
    int* p = &b;
    int* none = NULL;
    const volatile int constant = 3;
    int array[2] = {5, 6};
    int expected = 1;
    int out = 0;
    _Bool flag = 0;
    atomic_flag standard = ATOMIC_FLAG_INIT;
    told_watch = NULL;
    told_count = 0;

    REQUIRE(atomic_load_explicit(&a, memory_order_relaxed) == 1 && told_are(""));
    REQUIRE(atomic_load(&a) == 1 && told_are("a"));
    atomic_store_explicit(&a, 2, memory_order_release);
    REQUIRE(told_are("r"));
    REQUIRE(atomic_exchange(&a, 1) == 2 && told_are("ra"));
    REQUIRE(atomic_fetch_add_explicit(&a, 1, memory_order_acquire) == 1 && told_are("a"));
    expected = 5;
    REQUIRE(!atomic_compare_exchange_strong_explicit(&a, &expected, 9, memory_order_acq_rel, memory_order_relaxed));
    REQUIRE(expected == 2 && told_are("r"));
    REQUIRE(atomic_compare_exchange_strong(&a, &expected, 9) && told_are("ra"));
    atomic_store(&pair, value);
    value = atomic_load(&pair);
    REQUIRE(value.y == 2 && told_are("ra"));
    REQUIRE(!atomic_flag_test_and_set(&standard) && told_are("ra"));
    atomic_flag_clear_explicit(&standard, memory_order_release);
    REQUIRE(told_are("r"));
    atomic_thread_fence(memory_order_acq_rel);
    REQUIRE(told_are("RA"));

    __atomic_store_n(&p, 0, __ATOMIC_RELEASE);
    __atomic_store_n(&p, NULL, __ATOMIC_RELEASE);
    REQUIRE(p == NULL && told_are("rr"));
    REQUIRE(__atomic_compare_exchange_n(&p, &none, &b, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED) && p == &b);
    REQUIRE(__sync_bool_compare_and_swap(&p, &b, 0) && p == NULL);
    REQUIRE(told_are("rara"));
    REQUIRE(__atomic_load_n(&constant, __ATOMIC_ACQUIRE) == 3 && __atomic_load_n(array, __ATOMIC_ACQUIRE) == 5);
    p = &b;
    REQUIRE(__atomic_load_n(__atomic_load_n(&p, __ATOMIC_RELAXED), __ATOMIC_ACQUIRE) == 1 && told_are("aaa"));
    __atomic_load(&b, &out, __ATOMIC_ACQUIRE);
    REQUIRE(out == 1 && told_are("a"));
    out = 4;
    __atomic_store(&b, &out, __ATOMIC_RELEASE);
    REQUIRE(b == 4 && told_are("r"));
    REQUIRE(__atomic_nand_fetch(&b, 4, __ATOMIC_RELAXED) == -5 && told_are(""));
    REQUIRE(!__atomic_test_and_set(&flag, __ATOMIC_ACQUIRE) && told_are("a"));
    __atomic_clear(&flag, __ATOMIC_RELEASE);
    REQUIRE(told_are("r"));
    REQUIRE(__sync_fetch_and_add(&b, 6) == -5 && __sync_sub_and_fetch(&b, 1, p) == 0 && told_are("rara"));
    REQUIRE(__sync_lock_test_and_set(&b, 1) == 0 && told_are("a"));
    __sync_lock_release(&b);
    REQUIRE(b == 0 && told_are("r"));
    __sync_synchronize();
    REQUIRE(told_are("RA"));

    calls = 0;
    __atomic_store_n(once(&b), once_int(7), once_int(__ATOMIC_RELEASE));
    REQUIRE(calls == 3 && b == 7);
    REQUIRE(__atomic_fetch_add(once(&b), once_int(1), once_int(__ATOMIC_ACQ_REL)) == 7 && calls == 6);
    told_count = 0;
    __atomic_store_n(&b, __atomic_load_n(&array[1], __ATOMIC_ACQUIRE), __ATOMIC_RELEASE);
    REQUIRE(b == 6 && told_are("ar"));
    return "";
}
