// What atomics_bench measures, compiled twice: as it is, and with <mapcheck/atomics.h>. Each operation
// runs `n` times in a loop that keeps the compiler from merging them.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>

struct AtomicsOps {
    const char* name;
    void (*run)(std::size_t n);
};

namespace {

inline void keep() { __asm__ volatile("" ::: "memory"); }
template <class T>
void use(T value) {
    __asm__ volatile("" ::"r"(value));
}

std::atomic<long> word{1};
std::atomic<long> words[16];
std::atomic_flag spin = ATOMIC_FLAG_INIT;
std::shared_ptr<int> shared = std::make_shared<int>(1);
std::shared_ptr<int> second = shared;

void relaxed_load(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) use(word.load(std::memory_order_relaxed));
}
void relaxed_store(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) word.store(1, std::memory_order_relaxed);
}
void relaxed_add(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) word.fetch_add(1, std::memory_order_relaxed);
}
void acquire_load(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) use(word.load(std::memory_order_acquire));
}
void acquire_load_16(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) use(words[i % 16].load(std::memory_order_acquire));
}
void release_store(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) word.store(1, std::memory_order_release);
}
void seq_cst_store(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) word.store(1);
}
void acq_rel_add(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) word.fetch_add(1, std::memory_order_acq_rel);
}
void compare_exchange(std::size_t n) {
    long expected = word.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < n; ++i) word.compare_exchange_strong(expected, expected);
}
void spin_lock_unlock(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        while (spin.test_and_set(std::memory_order_acquire)) {}
        keep();
        spin.clear(std::memory_order_release);
    }
}
void fences(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        std::atomic_thread_fence(std::memory_order_release);
        word.store(1, std::memory_order_relaxed);
        use(word.load(std::memory_order_relaxed));
        std::atomic_thread_fence(std::memory_order_acquire);
    }
}
void shared_copy_drop(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        std::shared_ptr<int> copy = shared;
        use(copy.get());
    }
}
void shared_use_count(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) use(shared.use_count());
}
void shared_make_drop(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) use(std::make_shared<int>(1).get());
}
void weak_lock(std::size_t n) {
    const std::weak_ptr<int> weak = shared;
    for (std::size_t i = 0; i < n; ++i) use(weak.lock().get());
}

constexpr AtomicsOps atomics_ops[] = {
    {"relaxed load", relaxed_load},
    {"relaxed store", relaxed_store},
    {"relaxed fetch_add", relaxed_add},
    {"acquire load", acquire_load},
    {"acquire load, 16 objects", acquire_load_16},
    {"release store", release_store},
    {"seq_cst store", seq_cst_store},
    {"acq_rel fetch_add", acq_rel_add},
    {"compare_exchange", compare_exchange},
    {"spin lock + unlock", spin_lock_unlock},
    {"release + acquire fence", fences},
    {"shared_ptr copy + drop", shared_copy_drop},
    {"shared_ptr use_count", shared_use_count},
    {"make_shared + drop", shared_make_drop},
    {"weak_ptr lock + drop", weak_lock},
};

} // namespace
