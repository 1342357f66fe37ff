// Told builtins are the raw ones: same values, same types, arguments evaluated once; a release is told
// before the operation and an acquire after it, and nothing else is told.
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <type_traits>

#include "catch.h"

#include "atomics_recorder.h"

namespace {

/// What was told since, as letters: a acquire, r release, A and R fences, e ended; with the value that
/// the watched int had then.
std::string told_text() {
    std::string text;
    for (int i = 0; i < told_count; ++i) {
        text += "arARe"[told_log[i].kind];
        if (told_watch != nullptr) text += std::to_string(told_log[i].value);
    }
    told_count = 0;
    return text;
}

struct Watch {
    explicit Watch(const volatile int* p) {
        told_watch = p;
        told_count = 0;
    }
    ~Watch() { told_watch = nullptr; }
};

int calls;
template <class T>
T once(T value) {
    ++calls;
    return value;
}
/// How many calls of once() an expression made.
int counted() {
    const int n = calls;
    calls = 0;
    return n;
}

struct Pair {
    std::int32_t a, b;
    bool operator==(const Pair& o) const { return a == o.a && b == o.b; }
};
struct Big {
    long a[5];
};
enum class Colour : unsigned char { red, green, blue };
enum Old { one = 1, two = 2 };

} // namespace

TEST_CASE("loads: told after, with the order that releases nothing") {
    int x = 7;
    const Watch watch(&x);
    CHECK(__atomic_load_n(&x, __ATOMIC_RELAXED) == 7);
    CHECK(told_text().empty());
    CHECK(__atomic_load_n(&x, __ATOMIC_ACQUIRE) == 7);
    CHECK(told_text() == "a7");
    CHECK(__atomic_load_n(&x, __ATOMIC_CONSUME) == 7);
    CHECK(told_text() == "a7");
    CHECK(__atomic_load_n(&x, __ATOMIC_SEQ_CST) == 7);
    CHECK(told_text() == "a7");
    int out = 0;
    __atomic_load(&x, &out, __ATOMIC_ACQUIRE);
    CHECK(out == 7);
    CHECK(told_text() == "a7");
}

TEST_CASE("stores: told before") {
    int x = 1;
    const Watch watch(&x);
    __atomic_store_n(&x, 2, __ATOMIC_RELAXED);
    CHECK(told_text().empty());
    __atomic_store_n(&x, 3, __ATOMIC_RELEASE);
    CHECK(told_text() == "r2");
    __atomic_store_n(&x, 4, __ATOMIC_SEQ_CST);
    CHECK(told_text() == "r3");
    int in = 5;
    __atomic_store(&x, &in, __ATOMIC_RELEASE);
    CHECK(told_text() == "r4");
    CHECK(x == 5);
}

TEST_CASE("read, modify, write: release before, acquire after") {
    int x = 1;
    const Watch watch(&x);
    CHECK(__atomic_exchange_n(&x, 2, __ATOMIC_ACQ_REL) == 1);
    CHECK(told_text() == "r1a2");
    int in = 3;
    int out = 0;
    __atomic_exchange(&x, &in, &out, __ATOMIC_SEQ_CST);
    CHECK(out == 2);
    CHECK(told_text() == "r2a3");
    CHECK(__atomic_fetch_add(&x, 4, __ATOMIC_RELAXED) == 3);
    CHECK(told_text().empty());
    CHECK(__atomic_fetch_add(&x, 1, __ATOMIC_ACQUIRE) == 7);
    CHECK(told_text() == "a8");
    CHECK(__atomic_fetch_sub(&x, 1, __ATOMIC_RELEASE) == 8);
    CHECK(told_text() == "r8");
    CHECK(__atomic_fetch_and(&x, 6, __ATOMIC_ACQ_REL) == 7);
    CHECK(told_text() == "r7a6");
    CHECK(__atomic_fetch_or(&x, 1, __ATOMIC_ACQ_REL) == 6);
    CHECK(told_text() == "r6a7");
    CHECK(__atomic_fetch_xor(&x, 2, __ATOMIC_ACQ_REL) == 7);
    CHECK(told_text() == "r7a5");
    CHECK(__atomic_fetch_nand(&x, 4, __ATOMIC_ACQ_REL) == 5);
    CHECK(told_text() == "r5a-5");
    CHECK(__atomic_add_fetch(&x, 6, __ATOMIC_ACQ_REL) == 1);
    CHECK(told_text() == "r-5a1");
    CHECK(__atomic_sub_fetch(&x, 3, __ATOMIC_ACQ_REL) == -2);
    CHECK(__atomic_and_fetch(&x, 7, __ATOMIC_ACQ_REL) == 6);
    CHECK(__atomic_or_fetch(&x, 1, __ATOMIC_ACQ_REL) == 7);
    CHECK(__atomic_xor_fetch(&x, 2, __ATOMIC_ACQ_REL) == 5);
    CHECK(__atomic_nand_fetch(&x, 4, __ATOMIC_ACQ_REL) == -5);
    CHECK(told_text() == "r1a-2r-2a6r6a7r7a5r5a-5");
}

TEST_CASE("compare and exchange: a failed one takes up by its own order") {
    int x = 1;
    const Watch watch(&x);
    int expected = 1;
    CHECK(__atomic_compare_exchange_n(&x, &expected, 2, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED));
    CHECK(told_text() == "r1a2");
    CHECK_FALSE(__atomic_compare_exchange_n(&x, &expected, 3, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED));
    CHECK(expected == 2);
    CHECK(told_text() == "r2");
    expected = 1;
    volatile int failure = __ATOMIC_ACQUIRE; // as a constant, gcc warns that it is stronger than the other
    CHECK_FALSE(__atomic_compare_exchange_n(&x, &expected, 3, false, __ATOMIC_RELAXED, failure));
    CHECK(told_text() == "a2");
    int desired = 9;
    CHECK(__atomic_compare_exchange(&x, &expected, &desired, false, __ATOMIC_RELEASE, __ATOMIC_RELAXED));
    CHECK(told_text() == "r2");
    CHECK(x == 9);
}

TEST_CASE("flags and fences") {
    bool flag = false;
    told_count = 0;
    CHECK_FALSE(__atomic_test_and_set(&flag, __ATOMIC_ACQUIRE));
    CHECK(__atomic_test_and_set(&flag, __ATOMIC_RELAXED));
    CHECK(told_text() == "a");
    __atomic_clear(&flag, __ATOMIC_RELEASE);
    CHECK_FALSE(flag);
    CHECK(told_text() == "r");
    __atomic_thread_fence(__ATOMIC_RELAXED);
    CHECK(told_text().empty());
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    __atomic_thread_fence(__ATOMIC_RELEASE);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    CHECK(told_text() == "ARRA");
    __sync_synchronize();
    CHECK(told_text() == "RA");
    std::atomic_signal_fence(std::memory_order_seq_cst);
    CHECK(told_text().empty());
}

TEST_CASE("the __sync family: full barriers, but for the halves of a lock") {
    int x = 1;
    int other = 0;
    const Watch watch(&x);
    CHECK(__sync_fetch_and_add(&x, 2) == 1);
    CHECK(__sync_fetch_and_sub(&x, 1, other) == 3);
    CHECK(__sync_fetch_and_or(&x, 4) == 2);
    CHECK(__sync_fetch_and_and(&x, 5) == 6);
    CHECK(__sync_fetch_and_xor(&x, 1) == 4);
    CHECK(told_text() == "r1a3r3a2r2a6r6a4r4a5");
    CHECK(__sync_fetch_and_nand(&x, 5) == 5);
    CHECK(__sync_add_and_fetch(&x, 7) == 1);
    CHECK(__sync_sub_and_fetch(&x, -1) == 2);
    CHECK(__sync_or_and_fetch(&x, 1) == 3);
    CHECK(__sync_and_and_fetch(&x, 2) == 2);
    CHECK(__sync_xor_and_fetch(&x, 3) == 1);
    CHECK(__sync_nand_and_fetch(&x, 1) == -2);
    told_text();
    CHECK(__sync_bool_compare_and_swap(&x, -2, 8));
    CHECK(told_text() == "r-2a8");
    CHECK(__sync_val_compare_and_swap(&x, 1, 2) == 8);
    CHECK(told_text() == "r8a8");
    CHECK(__sync_lock_test_and_set(&x, 1) == 8);
    CHECK(told_text() == "a1");
    __sync_lock_release(&x);
    CHECK(told_text() == "r1");
    CHECK(x == 0);
}

TEST_CASE("arguments are evaluated once, and before anything is told") {
    int x = 0;
    int y = 5;
    int expected = 1;
    const Watch watch(&x);
    calls = 0;
    (void)__atomic_load_n(once(&x), once(__ATOMIC_ACQUIRE));
    CHECK(counted() == 2);
    __atomic_store_n(once(&x), once(1), once(__ATOMIC_RELEASE));
    CHECK(counted() == 3);
    (void)__atomic_exchange_n(once(&x), once(1), once(__ATOMIC_ACQ_REL));
    CHECK(counted() == 3);
    (void)__atomic_fetch_add(once(&x), once(0), once(__ATOMIC_ACQ_REL));
    CHECK(counted() == 3);
    (void)__atomic_compare_exchange_n(once(&x), once(&expected), once(1), false, once(__ATOMIC_ACQ_REL),
                                      once(__ATOMIC_RELAXED));
    CHECK(counted() == 5);
    (void)__sync_bool_compare_and_swap(once(&x), once(1), once(1));
    CHECK(counted() == 3);
    told_count = 0;
    // What the value's expression takes up is released with it.
    __atomic_store_n(&x, __atomic_load_n(&y, __ATOMIC_ACQUIRE), __ATOMIC_RELEASE);
    CHECK(told_text() == "a1r1");
    CHECK(x == 5);
}

TEST_CASE("orders that are known at run time only") {
    int x = 1;
    const Watch watch(&x);
    for (const int order : {__ATOMIC_RELAXED, __ATOMIC_ACQUIRE, __ATOMIC_RELEASE, __ATOMIC_ACQ_REL, __ATOMIC_SEQ_CST}) {
        volatile int hidden = order;
        CHECK(__atomic_fetch_add(&x, 0, hidden) == 1);
        const bool acquires = order != __ATOMIC_RELAXED && order != __ATOMIC_RELEASE;
        const bool releases = order != __ATOMIC_RELAXED && order != __ATOMIC_ACQUIRE;
        CHECK(told_text() == std::string(releases ? "r1" : "") + (acquires ? "a1" : ""));
    }
}

TEST_CASE("every kind of type") {
    const volatile int constant = 3;
    static_assert(std::is_same<decltype(__atomic_load_n(&constant, 0)), int>::value, "without qualifiers");
    CHECK(__atomic_load_n(&constant, __ATOMIC_ACQUIRE) == 3);

    int target = 4;
    int* pointer = &target;
    static_assert(std::is_same<decltype(__atomic_load_n(&pointer, 0)), int*>::value, "");
    __atomic_store_n(&pointer, nullptr, __ATOMIC_RELEASE);
    CHECK(pointer == nullptr);
    __atomic_store_n(&pointer, 0, __ATOMIC_RELEASE);
    CHECK(__atomic_exchange_n(&pointer, &target, __ATOMIC_ACQ_REL) == nullptr);
    CHECK(*__atomic_load_n(&pointer, __ATOMIC_ACQUIRE) == 4);
    CHECK(__sync_bool_compare_and_swap(&pointer, &target, 0));
    CHECK(pointer == nullptr);
    int* none = nullptr;
    CHECK(__atomic_compare_exchange_n(&pointer, &none, &target, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));

    int array[4] = {1, 2, 3, 4};
    CHECK(__atomic_load_n(array, __ATOMIC_ACQUIRE) == 1);
    volatile bool flag = false;
    CHECK_FALSE(__atomic_exchange_n(&flag, true, __ATOMIC_ACQ_REL));
    unsigned char byte = 255;
    CHECK(__atomic_add_fetch(&byte, 1, __ATOMIC_ACQ_REL) == 0);
    static_assert(std::is_same<decltype(__atomic_add_fetch(&byte, 1, 0)), unsigned char>::value, "");
    Old old = one;
    __atomic_store_n(&old, two, __ATOMIC_RELEASE);
    CHECK(__atomic_load_n(&old, __ATOMIC_ACQUIRE) == two);
    alignas(8) Pair pair{1, 2};
    Pair out{};
    __atomic_load(&pair, &out, __ATOMIC_ACQUIRE);
    CHECK(out == pair);
    static_assert(noexcept(__atomic_load_n(&byte, 0)), "as the builtin");
}

TEST_CASE("std::atomic of every kind") {
    std::atomic<Pair> pair(Pair{1, 2});
    Pair expected{1, 2};
    CHECK(pair.compare_exchange_strong(expected, Pair{3, 4}));
    CHECK(pair.load() == Pair{3, 4});
    std::atomic<Colour> colour(Colour::red);
    CHECK(colour.exchange(Colour::blue) == Colour::red);
    std::atomic<double> number(1.5);
    number.store(2.5);
    CHECK(number.load() == 2.5);
    int array[4] = {};
    std::atomic<int*> pointer(array);
    CHECK(pointer++ == array);
    CHECK((pointer += 2) == array + 3);
    CHECK(pointer.fetch_sub(3) == array + 3);
    volatile std::atomic<unsigned> counter(1);
    counter |= 6;
    CHECK((counter ^= 1) == 6);
    told_count = 0;
    std::atomic<int> x(0);
    x.store(1, std::memory_order_release);
    CHECK(x.load(std::memory_order_acquire) == 1);
    CHECK(x.fetch_add(1, std::memory_order_relaxed) == 1);
    CHECK(told_text() == "ra");
    CHECK(told_log[0].object == &x);
}

namespace {
// Where no statement may stand.
int at_namespace_scope = 3;
int copied = __atomic_load_n(&at_namespace_scope, __ATOMIC_ACQUIRE);
struct Numbered {
    int id = __sync_add_and_fetch(&at_namespace_scope, 1);
};
int defaulted(int value = __atomic_load_n(&at_namespace_scope, __ATOMIC_ACQUIRE)) { return value; }
constexpr int guarded(const int* p) {
    if (__builtin_is_constant_evaluated()) return *p;
    return __atomic_load_n(p, __ATOMIC_ACQUIRE);
}
constexpr int constant = 6;
static_assert(guarded(&constant) == 6, "");
constexpr std::atomic<int> constant_atomic(constant); // its constructor stays constexpr
template <class T>
auto dependent(T* p) -> decltype(__atomic_fetch_add(p, T(1), __ATOMIC_ACQ_REL)) {
    return __atomic_fetch_add(p, T(1), __ATOMIC_ACQ_REL);
}
} // namespace

TEST_CASE("wherever an expression may stand") {
    CHECK(copied == 3);
    CHECK(constant_atomic.load() == 6);
    CHECK(Numbered().id == 4);
    CHECK(defaulted() == 4);
    const int x = 5;
    CHECK(guarded(&x) == 5);
    long y = 8;
    CHECK(dependent(&y) == 8);
    CHECK([&] { return __atomic_load_n(&y, __ATOMIC_ACQUIRE); }() == 9);
}

#ifdef __clang__
TEST_CASE("clang's own forms") {
    _Atomic(int) x = 1;
    told_count = 0;
    CHECK(__c11_atomic_load(&x, __ATOMIC_ACQUIRE) == 1);
    __c11_atomic_store(&x, 2, __ATOMIC_RELEASE);
    CHECK(__c11_atomic_exchange(&x, 3, __ATOMIC_ACQ_REL) == 2);
    int expected = 3;
    CHECK(__c11_atomic_compare_exchange_strong(&x, &expected, 4, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED));
    CHECK_FALSE(__c11_atomic_compare_exchange_strong(&x, &expected, 4, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
    CHECK(__c11_atomic_fetch_add(&x, 1, __ATOMIC_RELAXED) == 4);
    __c11_atomic_thread_fence(__ATOMIC_RELEASE);
    CHECK(told_text() == "arraraR");
    int y = 3;
    CHECK(__atomic_fetch_min(&y, 2, __ATOMIC_ACQ_REL) == 3);
    CHECK(__atomic_max_fetch(&y, 7, __ATOMIC_RELAXED) == 7);
    CHECK(__sync_swap(&y, 1) == 7);
    CHECK(told_text() == "rara");
}
#endif

TEST_CASE("C") { CHECK(std::string(atomics_c_failure()) == ""); }

#ifdef __GLIBCXX__
TEST_CASE("shared_ptr: a copy is not told, a drop is; use_count takes up; the last drop ends the counts") {
    std::thread([] {}).join(); // counts are atomic from now on
    std::atomic<bool> done{false};
    std::thread other([&] {
        while (!done.load(std::memory_order_relaxed)) std::this_thread::yield();
    });
    auto first = std::make_shared<int>(1);
    told_count = 0;
    auto second = first;
    CHECK(told_text().empty());
    CHECK(second.use_count() == 2);
    CHECK(told_text() == "a");
    const volatile void* use = told_log[0].object;
    second.reset();
    CHECK(told_text() == "ara"); // both counts looked at, then one lowered
    CHECK(told_log[1].object == use);
    const std::weak_ptr<int> weak = first;
    CHECK(told_text().empty());
    auto locked = weak.lock();
    CHECK(told_text().find("ra") != std::string::npos);
    locked.reset();
    told_text();
    first.reset();
    CHECK(told_text() == "arara"); // use count, then the weak one; the weak_ptr keeps the block
    CHECK(weak.expired());
    told_count = 0;
    std::make_shared<int>(1).reset();
    CHECK(told_text() == "aee");
    done.store(true, std::memory_order_relaxed);
    other.join();
}
#endif
