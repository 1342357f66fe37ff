// Relaxed accesses in every form; atomics_check.py compares the code of each function here with what
// the raw builtins give.
#include <atomic>

using Word = std::atomic<long>;
#ifdef RELAXED // the comparison must be able to fail
constexpr auto relaxed = std::memory_order_acquire;
#else
constexpr auto relaxed = std::memory_order_relaxed;
#endif

long load(const Word& x) { return x.load(relaxed); }
void store(Word& x, long v) { x.store(v, std::memory_order_relaxed); }
long exchange(Word& x, long v) { return x.exchange(v, relaxed); }
long fetch_add(Word& x) { return x.fetch_add(1, relaxed); }
long fetch_or(Word& x, long v) { return x.fetch_or(v, relaxed); }
bool compare_exchange(Word& x, long& e, long v) { return x.compare_exchange_strong(e, v, relaxed, relaxed); }
bool compare_exchange_weak(Word& x, long& e, long v) { return x.compare_exchange_weak(e, v, relaxed, relaxed); }
bool test_and_set(std::atomic_flag& f) { return f.test_and_set(relaxed); }
void clear(std::atomic_flag& f) { f.clear(std::memory_order_relaxed); }
bool load_bool(const std::atomic<bool>& x) { return x.load(relaxed); }
int* load_pointer(const std::atomic<int*>& x) { return x.load(relaxed); }
int raw_load(const int* p) { return __atomic_load_n(p, __ATOMIC_RELAXED); }
void raw_store(int* p, int v) { __atomic_store_n(p, v, __ATOMIC_RELAXED); }
void raw_generic(int* p, int* v) { __atomic_load(p, v, __ATOMIC_RELAXED); }
int raw_add(volatile int* p) { return __atomic_add_fetch(p, 1, __ATOMIC_RELAXED); }
void signal_fence() { std::atomic_signal_fence(std::memory_order_seq_cst); }
